import { createHmac } from "node:crypto";
import type { AdapterSubject, ScriptedResponse, WebhookSample } from "@todoke/adapter-kit";
import type { Consent, ErrorClass, EvidenceEvent, InboundRequest, JsonObject } from "@todoke/core";
import { createHttpSms } from "../create-http-sms.ts";
import { exampleCarrier, secrets } from "./example-carriers.ts";
import { expectedEventId } from "./expected-event-id.ts";
import { textChannel } from "./text-channel.ts";

const to = "+66812345678";
const id = "18446744073709551615";
const attemptId = "0190a6f0-7b1c-7c3e-9d55-1f2e3a4b5c6d";
const inboundUrl = "https://hooks.example.com/v1/inbound/siam";
const callbackToken = "an-unguessable-token";
const callbackUrl = `${inboundUrl}?attempt=${callbackToken}`;
const content = { type: "text", text: 'Your table & "two" chairs\nโต๊ะพร้อมแล้ว 🪑' } as const;
const accepted = {
  status: 202,
  headers: { "x-request-id": "req-1" },
  // A number with more digits than a double holds, as some carriers write their ids.
  body: `{"messages":[{"id":${id},"status":"queued"}]}`,
} as const;

/** A carrier that takes JSON, signs what it posts, and can be asked by our own reference. */
export const jsonCarrierSubject: AdapterSubject = {
  ...textChannel,
  createAdapter({ baseUrl }) {
    const sms = createHttpSms(exampleCarrier("json-carrier", baseUrl));
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  secrets: [secrets.SIAM_API_KEY, secrets.SIAM_WEBHOOK_SECRET],
  sends: [
    {
      title: "an SMS",
      to,
      content,
      callbackUrl,
      validityPeriodMs: 3_600_000,
      request: (attempt) => ({
        method: "POST",
        path: "/v2/messages",
        headers: { authorization: `Bearer ${secrets.SIAM_API_KEY}`, "content-type": "application/json" },
        body: {
          json: {
            sender: "MyShop",
            to: ["66812345678"],
            message: { text: content.text, parts: 1 },
            reference: attempt.attemptId,
            ttl: 3_600,
            ...(attempt.callbackUrl !== undefined && { callback_url: attempt.callbackUrl }),
          },
        },
      }),
      accepted,
      receipt: { providerMessageIds: [id], requestId: "req-1" },
    },
  ],
  refusals: [
    {
      title: "too many calls, for a minute",
      answer: { ...refused(429, "TOO_MANY_REQUESTS"), headers: { "retry-after": "60", "x-request-id": "req-2" } },
      class: "throttled",
      retryAfterMs: 60_000,
      requestId: "req-2",
    },
    { title: "maintenance, as a failure", answer: refused(503, "MAINTENANCE"), class: "unavailable" },
    { title: "a failure without a word", answer: { status: 503 }, class: "ambiguous", providerCode: "http-503" },
    { title: "a success that is none", answer: { ...accepted, status: 200 }, class: "ambiguous", providerCode: "http-200" },
    { title: "several choices", answer: { status: 300 }, class: "sender", providerCode: "http-300" },
    { title: "a redirect with a number", answer: { status: 399 }, class: "sender", providerCode: "http-399" },
    { title: "a bare refusal", answer: { status: 400 }, class: "sender", providerCode: "http-400" },
    { title: "no success under a name", answer: { ...accepted, status: 300 }, class: "sender", requestId: "req-1" },
    { title: "words for a code", answer: refused(422, "not (a code)"), class: "sender", providerCode: "http-422" },
    { title: "a number for a code", answer: refused(422, "1234567"), class: "sender", providerCode: "http-422" },
    { title: "a short number for a code", answer: refused(422, "123456"), class: "sender", providerCode: "123456" },
    { title: "a code that is too long", answer: refused(422, "X".repeat(33)), class: "sender", providerCode: "http-422" },
    { title: "a success that is none, by name", answer: { ...accepted, status: 200 }, class: "ambiguous", requestId: "req-1" },
    {
      title: "too many calls, for a second and a half",
      answer: { ...refused(429, "TOO_MANY_REQUESTS"), headers: { "retry-after": "1.25" } },
      class: "throttled",
      retryAfterMs: 1_250,
    },
    { title: "a success without an id", answer: { status: 202, body: { messages: [] } }, class: "ambiguous" },
    { title: "an error under a success", answer: refused(202, "BLACKLISTED"), class: "policy" },
    ...refusalsByClass({
      recipient: ["INVALID_MSISDN"],
      policy: ["BLACKLISTED"],
      content: ["CONTENT_REJECTED"],
      sender: ["SENDER_NOT_REGISTERED"],
      quota: ["CREDIT_EXHAUSTED"],
      throttled: ["TOO_MANY_REQUESTS"],
      unavailable: ["MAINTENANCE"],
    }),
  ],
  unknownRefusal: refused(422, "NEWLY_INVENTED"),
  quoting: (words) => ({ status: 422, body: { error: { code: words, message: words } } }),
  webhook: {
    signatureHeader: "x-siam-signature",
    reports: [
      report("queued", "accepted"),
      report("sent", "sent"),
      report("delivered", "delivered"),
      report("failed", "failed", { errorClass: "sender" }),
      report("failed", "failed", { code: "UNKNOWN_SUBSCRIBER", errorClass: "recipient" }),
      report("failed", "failed", { code: "NEWLY_INVENTED", errorClass: "sender" }),
      report("expired", "failed", { errorClass: "unreachable" }),
      inboundReport("in-1", "66898765432", "+66898765432"),
      inboundReport("in-4", "66898765432", "+66898765432", { text: "stop", providerCode: "STOP", consent: "opt-out" }),
      inboundReport("in-5", "66898765432", "+66898765432", { text: "หยุด", providerCode: "STOP", consent: "opt-out" }),
      inboundReport("in-6", "66898765432", "+66898765432", { text: "เริ่ม", providerCode: "START", consent: "opt-in" }),
      inboundReport("in-2", "+66 89 876 5432", "+66898765432"),
      inboundReport("in-3", "SHORTCODE", "SHORTCODE"),
    ],
    forged: [
      { title: "signed by another", request: signed({ events: [] }, inboundUrl, { secret: "another-secret" }) },
      { title: "signed ten minutes ago", request: signed({ events: [] }, inboundUrl, { ageSeconds: 600 }) },
      { title: "signed in ten minutes", request: signed({ events: [] }, inboundUrl, { ageSeconds: -600 }) },
      { title: "signed at no time", request: signed({ events: [] }, inboundUrl, { ageSeconds: Number.NaN }) },
      { title: "without what stands before a signature", request: signed({ events: [] }, inboundUrl, { prefix: "" }) },
    ],
    unknown: [
      signed({ events: [{ type: "message.status", status: "delivered" }] }),
      signed({ events: [{ type: "message.received", message_id: "in-4" }, { type: "message.received", from: to }] }),
      signed({ events: {} }),
      signed({ events: [{ type: "message.status", message_id: id }] }),
      signed({ events: [{ type: "message.status", message_id: id, reference: attemptId, status: "teleported" }] }),
      signed({ events: [{ type: "balance.low" }] }),
      signed({ heartbeat: true }),
    ],
    reportOn: (attempt) =>
      signed({ events: [{ type: "message.status", reference: attempt.attemptId, status: "delivered" }] }, attempt.callbackUrl),
  },
  reconcile: [
    {
      title: "delivered",
      providerMessageIds: [id],
      answers: status("delivered"),
      report: { evidence: "delivered", providerCode: "delivered", providerMessageId: id, at: new Date("2026-06-01T00:00:05Z") },
    },
    {
      title: "expired",
      providerMessageIds: [id],
      answers: status("expired"),
      report: { evidence: "failed", errorClass: "unreachable", providerCode: "expired", providerMessageId: id },
    },
    {
      title: "found by reference after a lost answer",
      answers: status("sent"),
      report: { evidence: "sent", providerCode: "sent", providerMessageId: id },
    },
    { title: "not known", answers: refused(404, "NO_SUCH_MESSAGE"), report: undefined },
  ],
};

function refused(httpStatus: number, code: string): ScriptedResponse {
  return { status: httpStatus, body: { error: { code, message: "Refused" } } };
}

function refusalsByClass(codes: Partial<Readonly<Record<ErrorClass, readonly string[]>>>) {
  return (Object.keys(codes) as ErrorClass[]).flatMap((errorClass) =>
    (codes[errorClass] ?? []).map((code) => ({
      title: `code ${code}`,
      answer: refused(422, code),
      class: errorClass,
      providerCode: code,
    })),
  );
}

function status(word: string): ScriptedResponse {
  return { status: 200, body: `{"messages":[{"id":${id},"status":"${word}","updated_at":"2026-06-01T07:00:05+07:00"}]}` };
}

/** HMAC-SHA-256 over the time, a dot and the bytes of the body, in hex. */
function signed(
  body: JsonObject,
  url = inboundUrl,
  { secret = secrets.SIAM_WEBHOOK_SECRET as string, ageSeconds = 0, prefix = "sha256=" } = {},
): InboundRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  const timestamp = String(Math.floor(Date.now() / 1_000) - ageSeconds);
  const mac = createHmac("sha256", secret).update(`${timestamp}.`).update(bytes).digest("hex");
  const headers = { "content-type": "application/json", "x-siam-timestamp": timestamp, "x-siam-signature": `${prefix}${mac}` };
  return { method: "POST", url, headers, body: bytes };
}

function report(
  word: string,
  evidence: EvidenceEvent["evidence"],
  failure?: { readonly code?: string; readonly errorClass: ErrorClass },
): WebhookSample {
  const code = failure?.code;
  const item = {
    type: "message.status",
    message_id: id,
    reference: attemptId,
    status: word,
    occurred_at: "2026-06-01T00:00:05.250Z",
    ...(code !== undefined && { error: { code } }),
  };
  return {
    title: `${word} ${code ?? ""}`,
    request: signed({ events: [item] }, callbackUrl),
    copies: [signed({ redelivery: true, events: [item] }, callbackUrl)],
    events: [
      {
        type: "evidence",
        eventId: expectedEventId([attemptId, id, word, code ?? null, item.occurred_at]),
        correlation: { attemptId, callbackToken, providerMessageId: id },
        providerMessageId: id,
        evidence,
        providerCode: code ?? word,
        ...(failure && { errorClass: failure.errorClass }),
        at: new Date("2026-06-01T00:00:05.250Z"),
      },
    ],
  };
}

interface Written {
  readonly text: string;
  readonly providerCode: string;
  readonly consent?: Consent;
}

function inboundReport(
  messageId: string,
  from: string,
  address: string,
  { text, ...meaning }: Written = { text: "ครับ", providerCode: "message" },
): WebhookSample {
  const item = { type: "message.received", message_id: messageId, from, text, status: "received" };
  return {
    title: `an inbound message from ${from}: ${messageId}`,
    request: signed({ events: [item] }),
    events: [{ type: "inbound", eventId: messageId, addressKind: "phone", address, ...meaning, act: { type: "text", text }, payload: item }],
  };
}
