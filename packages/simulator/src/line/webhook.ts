import type { OutgoingCallback } from "../callbacks/callback-step.ts";
import type { Clock } from "../clock.ts";
import type { LineOptions } from "../options.ts";
import type { Random } from "../random.ts";
import { signLineBody } from "./signature.ts";
import { createUlid } from "./ulid.ts";

/** The account's own user id: `destination` of its webhooks and `userId` of its bot info. */
export const botUserId = "U0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b";

/** "Messaging API documentation", Check webhook errors: no answer within two seconds is a time-out. */
const answerTimeoutMs = 2_000;

export interface LineWebhook {
  /** Where webhooks go; undefined: nowhere. */
  endpoint(): string | undefined;
  setEndpoint(url: string): void;
  /** A webhook with one event, happening now. Undefined while no endpoint is set. */
  event(event: Readonly<Record<string, unknown>>): OutgoingCallback | undefined;
  /** A webhook without events, as LINE sends to try an address. */
  probe(url: string): OutgoingCallback;
}

/** Signs what LINE posts to the account's server. LINE does not repeat webhooks unless asked to: one try. */
export function createLineWebhook(clock: Clock, random: Random, options: LineOptions): LineWebhook {
  const channelSecret = options.channelSecret ?? "line-secret";

  function callback(url: string, events: readonly unknown[]): OutgoingCallback {
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

  let endpoint = options.webhookUrl;

  return {
    endpoint: () => endpoint,
    setEndpoint(url) {
      endpoint = url;
    },
    event(event) {
      if (endpoint === undefined) return undefined;
      const common = {
        webhookEventId: createUlid(clock.now(), random),
        deliveryContext: { isRedelivery: false },
        timestamp: clock.now(),
        mode: "active",
      };
      return callback(endpoint, [{ ...event, ...common }]);
    },
    probe: (url) => callback(url, []),
  };
}
