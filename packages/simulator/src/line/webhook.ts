import type { CallbackResult, OutgoingCallback } from "../callbacks/callback-step.ts";
import type { Clock } from "../clock.ts";
import type { LineOptions } from "../options.ts";
import type { Random } from "../random.ts";
import type { ReplyTokens } from "./reply-tokens.ts";
import { signLineBody } from "./signature.ts";
import { createUlid } from "./ulid.ts";

/** The account's own user id: `destination` of its webhooks and `userId` of its bot info. */
export const botUserId = "U0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";

/** "Messaging API documentation", Check webhook errors: no answer within two seconds is a time-out. */
const answerTimeoutMs = 2_000;

type Fields = Readonly<Record<string, unknown>>;

export interface LineWebhook {
  /** Where webhooks go; undefined: nowhere. */
  endpoint(): string | undefined;
  setEndpoint(url: string): void;
  /** An event that happens now, with what all events have in common. */
  stamp(event: Fields): Fields;
  /** A webhook with these events, stamped before. Undefined while no endpoint is set. */
  callback(events: readonly Fields[]): OutgoingCallback | undefined;
  /** A webhook without events, as LINE sends to try an address. */
  probe(url: string): OutgoingCallback;
}

/** Signs what LINE posts to the account's server. LINE does not repeat webhooks unless asked to: one try. */
export function createLineWebhook(
  clock: Clock,
  random: Random,
  replyTokens: ReplyTokens,
  options: LineOptions & { readonly channelSecret: string },
): LineWebhook {
  const { channelSecret } = options;
  const { times, afterMs } = options.webhookRedelivery ?? { times: 0, afterMs: 0 };
  let endpoint = options.webhookUrl;

  function post(url: string, events: readonly Fields[]): OutgoingCallback {
    const body = JSON.stringify({ destination: botUserId, events });
    return {
      url,
      headers: {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "LineBotWebhook/2.0",
        "x-line-signature": signLineBody(body, channelSecret),
      },
      body,
      timeoutMs: answerTimeoutMs,
      connectAttempts: 1,
    };
  }

  function callback(events: readonly Fields[], redeliveriesLeft: number): OutgoingCallback | undefined {
    if (endpoint === undefined) return undefined;
    const outgoing = post(endpoint, events);
    if (redeliveriesLeft === 0) return outgoing;
    const redeliver = () => {
      events.forEach((event) => replyTokens.prolong(event["replyToken"]));
      return callback(events.map(asRedelivery), redeliveriesLeft - 1);
    };
    const followUp = (result: CallbackResult) =>
      isTaken(result) ? [] : [{ dueAt: clock.now() + afterMs, build: redeliver }];
    return { ...outgoing, followUp };
  }

  return {
    endpoint: () => endpoint,
    setEndpoint(url) {
      endpoint = url;
    },
    stamp: (event) => ({
      mode: "active",
      ...event,
      webhookEventId: createUlid(clock.now(), random),
      deliveryContext: { isRedelivery: false },
      timestamp: clock.now(),
    }),
    callback: (events) => callback(events, times),
    probe: (url) => post(url, []),
  };
}

/** "Messaging API documentation", Redeliver a webhook that failed to be received: any 2xx ends it. */
function isTaken({ status }: CallbackResult): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** All but this mark stays as it was, the event's id and time too. */
function asRedelivery(event: Fields): Fields {
  return { ...event, deliveryContext: { isRedelivery: true } };
}
