import type { Content, NotificationContent } from "@todoke/core";
import type { MessageRequest, StepRequest } from "@todoke/engine";
import type { OpenAccount } from "../../../accounts.ts";
import { accountFor } from "../account-for.ts";
import { type SinchChannel, sinchChannels, type SinchMessageDto, type SinchNotificationTemplateDto, type SinchSendMessageDto } from "./send-message-dto.ts";
import { refusal } from "./to-recipient.ts";

/** Our message for theirs, without its recipient. Throws `HttpProblem` where one of the channels has nothing to say. */
export function toMessage(body: SinchSendMessageDto, accounts: readonly OpenAccount[]): MessageRequest {
  const { app_id, message, message_content_type } = body;
  return {
    content: contentFor("SMS", message) ?? contentFor("LINE", message) ?? nothingToSay("text_message"),
    plan: { steps: stepsOf(body, accounts) },
    ...validityOf(body),
    ...(message_content_type === "CONTENT_MARKETING" && { purpose: "marketing" }),
    platform: { applicationId: app_id },
  };
}

function stepsOf(body: SinchSendMessageDto, accounts: readonly OpenAccount[]): readonly StepRequest[] {
  const { channel_priority_order, recipient: { identified_by }, message, channel_properties } = body;
  const order = [...new Set(channel_priority_order ?? identified_by?.channel_identities.map(({ channel }) => channel) ?? sinchChannels)];
  return order.map((each, place) => {
    const channel = channelOf(each, message);
    const isLast = place === order.length - 1;
    const switchAfter = isLast ? undefined : switchSeconds(channel, order.length, body);
    return {
      channel,
      content: contentFor(each, message) ?? nothingToSay("text_message"),
      ...(each === "SMS" && smsAccount(channel_properties?.SMS_SENDER, accounts)),
      ...(switchAfter !== undefined && { switchAfter: `PT${switchAfter}S` }),
      // Alone it does no harm where nobody hears of its success; with an SMS behind it everybody would get that as well.
      ...(channel === "line-notification" && isLast && { allowUnverifiedInbound: true }),
    };
  });
}

type OurChannel = "line-notification" | "line" | "sms";

function channelOf(channel: SinchChannel, message: SinchMessageDto): OurChannel {
  if (channel === "SMS") return "sms";
  return message.channel_specific_message === undefined ? "line" : "line-notification";
}

function contentFor(channel: SinchChannel, { text_message, channel_specific_message }: SinchMessageDto): Content | undefined {
  if (channel === "LINE" && channel_specific_message !== undefined) return notificationOf(channel_specific_message.LINE.message);
  return text_message && { type: "text", text: text_message.text };
}

function notificationOf({ template_key, body = {} }: SinchNotificationTemplateDto): NotificationContent {
  const { emphasized_item, items, buttons } = body;
  return {
    type: "notification",
    templateKey: template_key,
    ...(emphasized_item && { emphasizedItem: { itemKey: emphasized_item.item_key, content: emphasized_item.content } }),
    ...(items && { items: items.map(({ item_key, content }) => ({ itemKey: item_key, content })) }),
    ...(buttons && { buttons: buttons.map(({ button_key, url }) => ({ buttonKey: button_key, url })) }),
  };
}

function nothingToSay(field: string): never {
  throw refusal({ pointer: `/message/${field}`, code: "missing", detail: "is required: a template for LINE alone says nothing elsewhere" });
}

function smsAccount(sender: string | undefined, accounts: readonly OpenAccount[]): Pick<StepRequest, "account"> {
  const account = accountFor(accounts, "sms", sender);
  if (account !== "unclear") return account;
  throw refusal({ pointer: "/channel_properties/SMS_SENDER", code: "unknown-account", detail: "must be the id, name or number of an account with this channel: there are several" });
}

const longestSeconds = 48 * 3_600;

function ttlSeconds({ ttl }: SinchSendMessageDto): number | undefined {
  return ttl === undefined ? undefined : Math.min(Number.parseInt(ttl, 10), longestSeconds);
}

function validityOf(body: SinchSendMessageDto): Pick<MessageRequest, "validityPeriod"> {
  const seconds = ttlSeconds(body);
  return seconds === undefined ? {} : { validityPeriod: `PT${seconds}S` };
}

/** How long LINE may take before the next channel does, where nothing is asked for. */
const usualSwitchSeconds: Readonly<Record<OurChannel, number>> = { "line-notification": 3_600, line: 120, sms: 3_600 };

/** A short `ttl` leaves each channel its part of it. */
function switchSeconds(channel: OurChannel, steps: number, body: SinchSendMessageDto): number | undefined {
  const seconds = ttlSeconds(body);
  return seconds === undefined ? undefined : Math.max(1, Math.min(usualSwitchSeconds[channel], Math.floor(seconds / steps)));
}
