import type { WebhookSample, WebhookSamples } from "@todoke/adapter-kit";
import type { Consent, ErrorClass, EvidenceEvent, SuppressionCause } from "@todoke/core";
import { signedRequest } from "./signed-request.ts";

export const to = "+819012345678";
export const id = "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab";
export const instance = "bf0ca0bf927b3b52e3cb03217e1a1ddf";
const attemptId = "11111111-2222-4333-8444-555555555555";
const callbackToken = "an-unguessable-token";
export const callbackUrl = `https://hooks.example.com/v1/inbound/vonage?attempt=${callbackToken}`;
const bill = { units: 2, amount: "0.0333", currency: "EUR" } as const;

/** What Vonage posts. */
export const vonageWebhook: WebhookSamples = {
  signatureHeader: "authorization",
  reports: [
    statusReport("submitted", "accepted"),
    ...["ours-1", `x${attemptId}`, `${attemptId}x`, 7].map((reference, index) => deliveredUnder(reference, `SM-${index}`)),
    statusReport("delivered", "delivered"),
    statusReport("rejected", "failed", { errorClass: "recipient" }),
    statusReport("rejected", "failed", { code: "1180", errorClass: "unreachable" }),
    statusReport("rejected", "failed", { code: "1240", errorClass: "policy", suppresses: "opt-out" }),
    statusReport("rejected", "failed", { code: "1210", errorClass: "content" }),
    statusReport("rejected", "failed", { code: "1999", errorClass: "sender" }),
    statusReport("undeliverable", "failed", { errorClass: "unavailable" }),
    statusReport("undeliverable", "failed", { code: "1260", errorClass: "recipient" }),
    inboundReport("bbbbbbbb-bbbb-4ccc-8ddd-0123456789ab", "Hello From Vonage!"),
    inboundReport("cccccccc-bbbb-4ccc-8ddd-0123456789ab", "STOP", { providerCode: "STOP", consent: "opt-out" }),
    inboundReport("dddddddd-bbbb-4ccc-8ddd-0123456789ab", " start ", { providerCode: "START", consent: "opt-in" }),
  ],
  forged: [
    { title: "signed by another", request: signedRequest(status("delivered"), { secret: "another-secret" }) },
    { title: "by another algorithm", request: signedRequest(status("delivered"), { header: { alg: "none" } }) },
    { title: "whose head is none", request: signedRequest(status("delivered"), { header: [] }) },
    { title: "for another body", request: signedRequest(status("delivered"), { claims: { payload_hash: "00" } }) },
    { title: "that has ended", request: signedRequest(status("delivered"), { claims: { exp: 1_700_000_000 } }) },
    { title: "that ends at no time", request: signedRequest(status("delivered"), { claims: { exp: "4000000000" } }) },
  ],
  unknown: [
    signedRequest({ ...status("delivered"), message_uuid: undefined }),
    signedRequest({ ...status("delivered"), message_uuid: "" }),
    signedRequest({ ...status("delivered"), message_uuid: 1 }),
    signedRequest({ ...status("delivered"), status: null }),
    signedRequest({ channel: "sms", message_uuid: id }),
    signedRequest({ channel: "sms", from: "819012345678" }),
    signedRequest({ ...status("teleported"), status: "teleported" }),
    signedRequest({ ...status("delivered"), channel: "whatsapp" }),
    signedRequest({ channel: "sms", message_type: "text" }),
    signedRequest([]),
    signedRequest("no JSON"),
  ],
  reportOn: (attempt) =>
    signedRequest(
      { ...status("delivered"), message_uuid: attempt.providerMessageIds[0], client_ref: attempt.attemptId },
      { url: attempt.callbackUrl },
    ),
};

/** The example of the reference, "Message Status". */
function status(name: string, code?: string) {
  return {
    message_uuid: id,
    to: "819012345678",
    from: "447700900001",
    timestamp: "2026-02-03T12:14:25Z",
    status: name,
    ...(code !== undefined && {
      error: { type: `https://developer.vonage.com/api-errors/messages#${code}`, title: Number(code), detail: "Why", instance },
    }),
    usage: { currency: "EUR", price: "0.0333" },
    client_ref: attemptId,
    channel: "sms",
    destination: { network_code: "12345" },
    sms: { count_total: "2" },
  };
}

function statusReport(
  name: string,
  evidence: EvidenceEvent["evidence"],
  failure?: { readonly code?: string; readonly errorClass: ErrorClass; readonly suppresses?: SuppressionCause },
): WebhookSample {
  const content = status(name, failure?.code);
  const request = signedRequest(content, { url: callbackUrl });
  return {
    title: [name, failure?.code].join(" "),
    request,
    copies: [signedRequest(content, { url: callbackUrl, claims: { iat: 1_780_000_600, jti: "another" } })],
    events: [
      {
        type: "evidence",
        eventId: `${id}:${name}:${failure?.code ?? ""}`,
        correlation: { attemptId, callbackToken, providerMessageId: id },
        providerMessageId: id,
        evidence,
        providerCode: failure?.code ?? name,
        ...(failure && { errorClass: failure.errorClass }),
        ...(failure?.suppresses && { suppresses: failure.suppresses }),
        bill,
        at: new Date("2026-02-03T12:14:25Z"),
      },
    ],
  };
}

/** A message of the same application that is none of ours, posted to an address without a token. */
function deliveredUnder(reference: string | number, providerMessageId: string): WebhookSample {
  const content = { ...status("delivered"), message_uuid: providerMessageId, client_ref: reference };
  const correlation = { providerMessageId };
  const event = { eventId: `${providerMessageId}:delivered:`, correlation, providerMessageId, providerCode: "delivered", bill };
  return {
    title: `delivered, under the reference ${reference}`,
    request: signedRequest(content, { claims: { exp: 4_000_000_000 } }),
    events: [{ type: "evidence", evidence: "delivered", ...event }],
  };
}

/** The example of the reference, "Inbound Message", SMS. */
function inboundReport(
  id: string,
  words: string,
  meaning: { readonly providerCode: string; readonly consent?: Consent } = { providerCode: "message" },
): WebhookSample {
  const payload = {
    channel: "sms",
    message_uuid: id,
    to: "447700900001",
    from: "819012345678",
    timestamp: "2026-02-03T12:14:25Z",
    text: words,
    sms: { num_messages: "2", keyword: "HELLO" },
    usage: { currency: "EUR", price: "0.0333" },
    origin: { network_code: "12345" },
  };
  return {
    title: `a person who wrote "${words}"`,
    request: signedRequest(payload),
    events: [
      {
        type: "inbound",
        eventId: id,
        addressKind: "phone",
        address: to,
        ...meaning,
        act: { type: "text", text: words },
        payload,
        at: new Date("2026-02-03T12:14:25Z"),
      },
    ],
  };
}
