import { ProviderError, type CallOptions, type SendReceipt, type SendRequest } from "@todoke/core";
import { countryOf } from "@todoke/sms-core";
import type { MessageListInstanceCreateOptions } from "twilio/lib/rest/api/v2010/account/message.js";
import { readBill } from "./bill.ts";
import type { SmsClient } from "./client.ts";
import type { TwilioSmsConfig } from "./config.ts";
import { partsFor, type MessageParts } from "./render-content.ts";

/** Makes one attempt. Throws `ProviderError`; `ambiguous` whenever Twilio may have accepted. */
export async function sendMessage(
  client: SmsClient,
  config: TwilioSmsConfig,
  request: SendRequest,
  options: CallOptions,
): Promise<SendReceipt> {
  const parameters = toParameters(config, request);
  const { body: message, requestId } = await client.call("send", options, (twilio) =>
    twilio.messages.create(parameters),
  );
  const sid: unknown = message.sid;
  if (typeof sid !== "string" || sid === "") {
    throw new ProviderError({
      class: "ambiguous",
      providerCode: "no-message-sid",
      message: "Twilio accepted without naming the message: the message may have been accepted.",
      ...(requestId === undefined ? {} : { requestId }),
    });
  }
  return {
    evidence: "accepted",
    providerMessageIds: [sid],
    ...(requestId === undefined ? {} : { requestId }),
    ...readBill(message),
    duplicate: false,
  };
}

function toParameters(config: TwilioSmsConfig, request: SendRequest): MessageListInstanceCreateOptions {
  const { callbackUrl, validityPeriodMs } = request;
  return {
    to: request.to,
    ...asParameters(partsOf(config, request)),
    ...chooseSender(config, request.to),
    ...(callbackUrl === undefined ? {} : { statusCallback: withConnectionOverrides(callbackUrl) }),
    ...(validityPeriodMs === undefined ? {} : { validityPeriod: toValidityPeriod(validityPeriodMs) }),
    ...(config.smartEncoded === undefined ? {} : { smartEncoded: config.smartEncoded }),
  };
}

/** Twilio takes media without a text, and no empty text. */
function asParameters({ body, mediaUrl }: MessageParts): Pick<MessageListInstanceCreateOptions, "body" | "mediaUrl"> {
  if (mediaUrl === undefined) return { body };
  return { mediaUrl: [...mediaUrl], ...(body === "" ? {} : { body }) };
}

function partsOf(config: TwilioSmsConfig, { payload, to }: SendRequest): MessageParts {
  const parts = partsFor(payload, countryOf(to), config);
  if (parts !== undefined) return parts;
  throw new ProviderError({
    class: "content",
    providerCode: "no-body",
    message: "The payload has no body: send what render made.",
  });
}

type SenderParameters = Pick<MessageListInstanceCreateOptions, "from" | "messagingServiceSid">;

function chooseSender(config: TwilioSmsConfig, to: string): SenderParameters {
  const country = countryOf(to);
  const own = country === undefined ? undefined : config.senderByCountry?.[country];
  if (own !== undefined) return own;
  const { from, messagingServiceSid } = config;
  if (from === undefined && messagingServiceSid === undefined) {
    throw new ProviderError({
      class: "sender",
      providerCode: "no-sender-for-country",
      message: `There is no sender for ${country ?? "this number"}: add one to senderByCountry, or a default.`,
    });
  }
  return {
    ...(from === undefined ? {} : { from }),
    ...(messagingServiceSid === undefined ? {} : { messagingServiceSid }),
  };
}

/**
 * Three retries on any failure within 15 seconds. By default Twilio tries again only when it cannot connect, so that
 * one 5xx of ours would lose a report (twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
 */
const connectionOverrides = "rc=3&rp=all&tt=15000";

function withConnectionOverrides(callbackUrl: string): string {
  if (!URL.canParse(callbackUrl) || new URL(callbackUrl).hostname.includes("_")) {
    throw new ProviderError({
      class: "sender",
      providerCode: "invalid-callback-url",
      message: "Twilio takes only absolute callback addresses without underscores in the host (its error 21609).",
    });
  }
  return callbackUrl.includes("#") ? callbackUrl : `${callbackUrl}#${connectionOverrides}`;
}

/** Whole seconds within the range that Twilio takes, 1 to 36,000. */
function toValidityPeriod(validityPeriodMs: number): number {
  return Math.min(Math.max(Math.floor(validityPeriodMs / 1000), 1), 36_000);
}
