import { ProviderError, type CallOptions, type JsonObject, type SendReceipt, type SendRequest } from "@todoke/core";
import { countryOf } from "@todoke/sms-core";
import type { Authorize } from "./authorization.ts";
import type { VonageSmsConfig } from "./config.ts";
import { errorFromFailure, errorFromResponse } from "./errors.ts";
import { parseObject } from "./json-object.ts";
import { readText } from "./render-content.ts";
import { TransportFailure, type Transport, type TransportResponse } from "./transport.ts";

/** Makes one attempt. Throws `ProviderError`; `ambiguous` whenever Vonage may have accepted. */
export async function sendMessage(
  { transport, authorize, config }: { transport: Transport; authorize: Authorize; config: VonageSmsConfig },
  request: SendRequest,
  options: CallOptions,
): Promise<SendReceipt> {
  const body = JSON.stringify(toBody(config, request));
  const headers = {
    authorization: authorize(),
    accept: "application/json",
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(body)),
  };
  const response = await transport.post("/v1/messages", headers, body, options).catch((failure: unknown) => {
    throw failure instanceof TransportFailure ? errorFromFailure(failure) : failure;
  });
  return { evidence: "accepted", providerMessageIds: [readMessageId(response)], duplicate: false };
}

/** "Messages API", Send a message, SMS. Numbers go without their plus. */
function toBody(config: VonageSmsConfig, request: SendRequest): JsonObject {
  const { to, attemptId, callbackUrl, validityPeriodMs } = request;
  return {
    channel: "sms",
    message_type: "text",
    to: withoutPlus(to),
    from: withoutPlus(chooseSender(config, to)),
    text: textOf(request),
    // Comes back in every status: the way from a report to its attempt when the answer to the call was lost.
    client_ref: attemptId,
    ...(validityPeriodMs === undefined ? {} : { ttl: toTimeToLive(validityPeriodMs) }),
    ...(callbackUrl === undefined ? {} : { webhook_url: callbackUrl, webhook_version: "v1" }),
  };
}

function readMessageId(response: TransportResponse): string {
  if (response.status < 200 || response.status >= 300) throw errorFromResponse(response);
  const id = parseObject(response.text)?.["message_uuid"];
  if (typeof id === "string" && id !== "") return id;
  throw new ProviderError({
    class: "ambiguous",
    providerCode: "no-message-uuid",
    message: "Vonage accepted without naming the message: the message may have been accepted.",
  });
}

function textOf({ payload }: SendRequest): string {
  const text = readText(payload);
  if (text !== undefined) return text;
  throw new ProviderError({
    class: "content",
    providerCode: "no-text",
    message: "The payload has no text: send what render made.",
  });
}

function chooseSender({ from, senderByCountry }: VonageSmsConfig, to: string): string {
  const country = countryOf(to);
  const sender = (country === undefined ? undefined : senderByCountry?.[country]) ?? from;
  if (sender !== undefined) return sender;
  throw new ProviderError({
    class: "sender",
    providerCode: "no-sender-for-country",
    message: `There is no sender for ${country ?? "this number"}: add one to senderByCountry, or a default.`,
  });
}

function withoutPlus(number: string): string {
  return number.replace(/^\+/, "");
}

/** Whole seconds within the range that Vonage's own packages let pass, 20 to 604,800; the reference names none. */
function toTimeToLive(validityPeriodMs: number): number {
  return Math.min(Math.max(Math.floor(validityPeriodMs / 1_000), 20), 604_800);
}
