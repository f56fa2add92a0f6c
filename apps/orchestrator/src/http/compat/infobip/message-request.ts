import type { Content } from "@todoke/core";
import type { MessageRequest, StepRequest } from "@todoke/engine";
import type { OpenAccount } from "../../../accounts.ts";
import type { FieldProblem } from "../../problem.ts";
import { accountFor } from "../account-for.ts";
import { deliveryTimeWindowOf } from "./delivery-time-window.ts";
import { flexOfBubble } from "./flex-of-bubble.ts";
import { infobipFormat } from "./infobip-format.ts";
import type { InfobipMessageDto, InfobipSmsFailoverDto, InfobipWebhooksDto } from "./line-request-dto.ts";
import { longestValiditySeconds, secondsOfValidity } from "./time-units.ts";

/** The channels of LINE that this door leads to. */
export type LineChannel = "line-notification" | "line";

interface Translation {
  readonly message: InfobipMessageDto;
  readonly channel: LineChannel;
  readonly accounts: readonly OpenAccount[];
  /** To their message. */
  readonly pointer: string;
  readonly problems: FieldProblem[];
}

/** One message of theirs on one channel of LINE, without recipients and times. What contradicts itself is added to `problems`. */
export function requestOf(translation: Translation): MessageRequest {
  const { message: { content, options = {}, webhooks }, channel, pointer, problems } = translation;
  const { platform, deliveryTimeWindow } = options;
  const window = deliveryTimeWindow && deliveryTimeWindowOf(deliveryTimeWindow, `${pointer}/options/deliveryTimeWindow`, problems);
  return {
    content: flexContent(content, channel),
    plan: { steps: stepsOf(translation) },
    ...validityOf(translation),
    ...(window && { deliveryTimeWindow: window }),
    ...(platform && { platform }),
    ...webhookOf(webhooks),
  };
}

function flexContent({ altText, contents }: InfobipMessageDto["content"], channel: LineChannel): Content {
  return { type: "native", channel, payload: { messages: [{ type: "flex", altText, contents: flexOfBubble(contents) }] } };
}

function stepsOf(translation: Translation): readonly StepRequest[] {
  const { message: { sender }, channel } = translation;
  const failover = failoverOf(translation);
  const first: StepRequest = { channel, ...chosen(translation, channel, sender, "/sender") };
  // Alone it does no harm where nobody hears of its success; with an SMS behind it everybody would get that as well.
  if (failover === undefined) return [channel === "line-notification" ? { ...first, allowUnverifiedInbound: true } : first];
  const switchAfter = lineSeconds(translation);
  const { text, validityPeriod, sender: smsSender } = failover;
  return [
    { ...first, ...(switchAfter !== undefined && { switchAfter: `PT${switchAfter}S` }) },
    {
      channel: "sms",
      ...chosen(translation, "sms", smsSender, "/options/smsFailover/sender"),
      content: { type: "text", text },
      ...(validityPeriod && { validityPeriod: `PT${secondsOfValidity(validityPeriod)}S` }),
    },
  ];
}

/** Who is written to by a LINE id has no number here that an SMS could go to. */
function failoverOf({ message: { options }, channel }: Translation): InfobipSmsFailoverDto | undefined {
  return channel === "line-notification" ? options?.smsFailover : undefined;
}

/** How long LINE has, where the request says so and that is less than the most. */
function lineSeconds({ message: { options } }: Translation): number | undefined {
  const seconds = options?.validityPeriod && secondsOfValidity(options.validityPeriod);
  return seconds === undefined || seconds === longestValiditySeconds ? undefined : seconds;
}

/** Theirs is one of LINE and one of the SMS, ours is of both together. */
function validityOf(translation: Translation): Pick<MessageRequest, "validityPeriod"> {
  const seconds = lineSeconds(translation);
  if (seconds === undefined) return {};
  const failover = failoverOf(translation);
  if (failover === undefined) return { validityPeriod: `PT${seconds}S` };
  const smsSeconds = failover.validityPeriod === undefined ? longestValiditySeconds : secondsOfValidity(failover.validityPeriod);
  return { validityPeriod: `PT${Math.min(seconds + smsSeconds, longestValiditySeconds)}S` };
}

function chosen({ accounts, pointer, problems }: Translation, channel: string, sender: string | undefined, place: string): Pick<StepRequest, "account"> {
  const account = accountFor(accounts, channel, sender);
  if (account !== "unclear") return account;
  problems.push({ pointer: pointer + place, code: "unknown-account", detail: "must be the id or name of an account with this channel: there are several" });
  return {};
}

function webhookOf({ delivery }: InfobipWebhooksDto = {}): Pick<MessageRequest, "webhooks"> {
  if (delivery?.url === undefined || delivery.notify === false) return {};
  return { webhooks: { delivery: { url: delivery.url, finalOnly: delivery.intermediateReport !== true, format: infobipFormat } } };
}
