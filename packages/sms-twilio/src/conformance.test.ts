import { createHash, createHmac } from "node:crypto";
import type { AdapterSubject, ScriptedResponse, WebhookSample } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { ErrorClass, EvidenceEvent, InboundRequest, JsonValue } from "@todoke/core";
import { createTwilioSms } from "./create-twilio-sms.ts";

const accountSid = `AC${"a".repeat(32)}`;
const authToken = "0123456789abcdef0123456789abcdef";
const from = "+15005550006";
const to = "+819012345678";
const sid = `SM${"b".repeat(32)}`;
const callbackToken = "an-unguessable-token";
const callbackUrl = `https://hooks.example.com/v1/inbound/twilio?attempt=${callbackToken}`;
const text = { type: "text", text: "Your table & two chairs + 席 are ready" } as const;
const tooLong = { type: "text", text: "x".repeat(1_601) } as const;
const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
const headers = { "twilio-request-id": "RQ1" };

const subject: AdapterSubject = {
  createAdapter: ({ baseUrl }) => {
    const sms = createTwilioSms({ accountSid, authToken, from, apiBaseUrl: baseUrl });
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  secrets: [authToken],
  addresses: {
    valid: [
      { given: "+81 90-1234-5678", canonical: to },
      { given: "＋８１９０１２３４５６７８", canonical: to },
    ],
    malformed: ["090-1234-5678", "whatsapp:+819012345678", "+81901234567890123", "+1800FLOWERS"],
  },
  rendering: {
    text: "carried",
    image: "lost",
    video: "lost",
    audio: "lost",
    location: "lost",
    buttons: "lost",
    carousel: "lost",
    notification: "refused",
  },
  contents: [
    {
      title: "a native SMS",
      content: { type: "native", channel: "sms", payload: { body: "Hello" } },
      rendering: "carried",
      payload: { body: "Hello" },
    },
    {
      title: "a native SMS with a field that there is not",
      content: { type: "native", channel: "sms", payload: { body: "Hello", media: "x" } },
      rendering: "refused",
      problems: ["/payload/media"],
    },
    { title: "1,601 characters", content: tooLong, rendering: "refused", problems: ["/text"] },
  ],
  sends: [
    {
      title: "an SMS",
      to,
      content: text,
      callbackUrl,
      validityPeriodMs: 3_600_000,
      request: (attempt) => ({
        method: "POST",
        path: messagesPath,
        headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}` },
        body: {
          form: {
            To: to,
            From: from,
            Body: text.text,
            ValidityPeriod: "3600",
            ...(attempt.callbackUrl !== undefined && { StatusCallback: `${attempt.callbackUrl}#rc=3&rp=all&tt=15000` }),
          },
        },
      }),
      accepted: { status: 201, headers, body: messageBody("queued") },
      receipt: { providerMessageIds: [sid], requestId: "RQ1" },
    },
  ],
  refusals: [
    { title: "too many calls at once", answer: refused(429, 20_429), class: "throttled", providerCode: "20429" },
    {
      title: "too many calls at once, for three seconds",
      answer: { ...refused(429, 20_429), headers: { "retry-after": "3" } },
      class: "throttled",
      retryAfterMs: 3_000,
    },
    { title: "wrong credentials", answer: refused(401, 20_003), class: "sender", requestId: "RQ1" },
    { title: "unavailable", answer: refused(503, 20_503), class: "ambiguous", providerCode: "20503" },
    {
      title: "a success that names no message",
      answer: { status: 201, headers, body: { ...messageBody("queued"), sid: null } },
      class: "ambiguous",
      providerCode: "no-message-sid",
    },
    ...refusalsByClass({
      recipient: [21_211, 21_214, 21_217, 21_265, 21_612, 21_614, 21_635],
      policy: [21_610],
      content: [21_602, 21_617],
      sender: [21_212, 21_408, 21_606],
      throttled: [14_107, 21_611],
    }),
  ],
  unknownRefusal: refused(400, 29_999),
  quoting: (words) => refused(400, 21_211, words),
  webhook: {
    signatureHeader: "x-twilio-signature",
    reports: [
      statusReport("queued", "accepted"),
      statusReport("sending", "accepted"),
      statusReport("sent", "sent"),
      statusReport("partially_delivered", "sent"),
      statusReport("canceled", "failed", { errorClass: "policy" }),
      statusReport("undelivered", "failed", { errorCode: "30004", errorClass: "recipient" }),
      statusReport("undelivered", "failed", { errorCode: "39999", errorClass: "sender" }),
      statusReport("undelivered", "failed", { errorClass: "unreachable" }),
      statusReport("undelivered", "failed", { errorCode: "30003", errorClass: "unreachable" }),
      statusReport("failed", "failed", { errorCode: "30005", errorClass: "recipient" }),
      statusReport("delivered", "delivered"),
      inboundReport("SM8", " stop ", "STOP"),
      inboundReport("SM9", "はい", "message"),
    ],
    unknown: [
      signed({ MessageSid: sid, MessageStatus: "teleported" }),
      signed({ CallSid: "CA1", CallStatus: "completed" }),
      signed({ MessageSid: sid, SmsStatus: "teleported", From: to }),
      signedJson({ property: "value" }),
    ],
    reportOn: (attempt) =>
      signed({ MessageSid: attempt.providerMessageIds[0] ?? "", MessageStatus: "delivered" }, attempt.callbackUrl),
  },
  reconcile: [
    {
      title: "delivered, asked by its sid",
      providerMessageIds: [sid],
      answers: { status: 200, body: messageBody("delivered") },
      report: {
        evidence: "delivered",
        providerCode: "delivered",
        providerMessageId: sid,
        at: new Date("2026-06-01T00:00:05Z"),
      },
    },
    {
      title: "undelivered, asked by its sid",
      providerMessageIds: [sid],
      answers: { status: 200, body: { ...messageBody("undelivered"), error_code: 30_003 } },
      report: { evidence: "failed", errorClass: "unreachable", providerCode: "30003", providerMessageId: sid },
    },
    {
      title: "a sid that the account does not have",
      providerMessageIds: [sid],
      answers: refused(404, 20_404),
      report: undefined,
    },
    {
      title: "found after a lost answer",
      startedAt: new Date("2026-06-01T00:00:00Z"),
      answers: listed(),
      report: { evidence: "sent", providerCode: "sent", providerMessageId: sid },
    },
    {
      title: "found, and accounted for by another attempt",
      startedAt: new Date("2026-06-01T00:00:00Z"),
      answers: listed(),
      taken: [sid],
      report: undefined,
    },
    {
      title: "the same words from before the call",
      startedAt: new Date("2026-06-01T00:00:10Z"),
      answers: listed(),
      report: undefined,
    },
    {
      title: "the same words from long after the call",
      startedAt: new Date("2026-05-31T23:00:00Z"),
      answers: listed(),
      report: undefined,
    },
    { title: "not found", answers: { status: 200, body: { messages: [] } }, report: undefined },
  ],
  cost: [
    { content: { type: "text", text: "x".repeat(160) }, units: 1 },
    { content: { type: "text", text: "x".repeat(161) }, units: 2 },
    { content: { type: "text", text: "席".repeat(71) }, units: 2 },
  ],
};

describeAdapterConformance("SMS through Twilio", subject);

/** A message in the form of the Message resource. */
function messageBody(status: string) {
  return {
    sid,
    status,
    to,
    from,
    body: text.text,
    direction: "outbound-api",
    error_code: null,
    date_created: "Mon, 01 Jun 2026 00:00:01 +0000",
    date_updated: "Mon, 01 Jun 2026 00:00:05 +0000",
    date_sent: null,
  };
}

function listed(): ScriptedResponse {
  const strangers = [
    { ...messageBody("sent"), sid: `SM${"c".repeat(32)}`, body: "Another text" },
    { ...messageBody("sent"), sid: `SM${"d".repeat(32)}`, direction: "inbound" },
  ];
  return { status: 200, body: { messages: [...strangers, messageBody("sent")] } };
}

function refused(status: number, code: number, message = "Refused"): ScriptedResponse {
  return { status, headers, body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status } };
}

function refusalsByClass(codes: Partial<Readonly<Record<ErrorClass, readonly number[]>>>) {
  return (Object.keys(codes) as ErrorClass[]).flatMap((errorClass) =>
    (codes[errorClass] ?? []).map((code) => ({
      title: `code ${code}`,
      answer: refused(400, code),
      class: errorClass,
      providerCode: String(code),
    })),
  );
}

/** Signed as "Validating Signatures from Twilio" describes: address, then each field's name and value by name. */
function signed(fields: Readonly<Record<string, string>>, url = callbackUrl): InboundRequest {
  const words = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}${fields[name]}`);
  return {
    method: "POST",
    url,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": createHmac("sha1", authToken)
        .update(url + words.join(""))
        .digest("base64"),
    },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}

/** As above, for a body that is no form: its hash stands in the address, and the address alone is signed. */
function signedJson(value: JsonValue): InboundRequest {
  const body = Buffer.from(JSON.stringify(value));
  const url = `${callbackUrl}&bodySHA256=${createHash("sha256").update(body).digest("hex")}`;
  const signature = createHmac("sha1", authToken).update(url).digest("base64");
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", "x-twilio-signature": signature },
    body,
  };
}

function statusReport(
  status: string,
  evidence: EvidenceEvent["evidence"],
  failure?: { readonly errorCode?: string; readonly errorClass: ErrorClass },
): WebhookSample {
  const request = signed({
    MessageSid: sid,
    MessageStatus: status,
    ...(failure?.errorCode !== undefined && { ErrorCode: failure.errorCode }),
  });
  return {
    title: [status, failure?.errorCode].join(" "),
    request,
    copies: [{ ...request, headers: { ...request.headers, "i-twilio-idempotency-token": "again" } }],
    events: [
      {
        type: "evidence",
        eventId: `${sid}:${status}:${failure?.errorCode ?? ""}:`,
        correlation: { callbackToken, providerMessageId: sid },
        providerMessageId: sid,
        evidence,
        providerCode: failure?.errorCode ?? status,
        ...(failure && { errorClass: failure.errorClass }),
      },
    ],
  };
}

function inboundReport(messageSid: string, words: string, providerCode: string): WebhookSample {
  const payload = { MessageSid: messageSid, SmsStatus: "received", From: to, To: from, Body: words };
  const event = { eventId: messageSid, addressKind: "phone", address: to, providerCode, payload };
  return { title: `a person who wrote "${words}"`, request: signed(payload), events: [{ type: "inbound", ...event }] };
}
