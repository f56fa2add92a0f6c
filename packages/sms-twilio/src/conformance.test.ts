import type { AdapterSubject, ScriptedResponse, SendSample } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { ErrorClass, SuppressionCause } from "@todoke/core";
import { createTwilioSms } from "./create-twilio-sms.ts";
import { authToken, callbackUrl, sid, to, twilioWebhook } from "./testing/webhook-samples.ts";

const accountSid = `AC${"a".repeat(32)}`;
const from = "+15005550006";
const text = { type: "text", text: "Your table & two chairs + 席 are ready" } as const;
const tooLong = { type: "text", text: "x".repeat(1_601) } as const;
const messagesPath = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
const headers = { "twilio-request-id": "RQ1" };

/** Codes that say something of the number itself. */
const suppressing: Readonly<Record<number, SuppressionCause>> = { 21610: "opt-out", 21614: "hard-failure", 21635: "hard-failure" };

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
      requestId: "RQ1",
    },
    {
      title: "a success that names no message, nor itself",
      answer: { status: 201, body: { ...messageBody("queued"), sid: "" } },
      class: "ambiguous",
      providerCode: "no-message-sid",
    },
    { title: "a refusal without a code", answer: { status: 404, body: {} }, class: "sender", providerCode: "http-404" },
    { title: "several choices", answer: { status: 300, body: "" }, class: "sender", providerCode: "http-300" },
    ...refusalsByClass({
      recipient: [21_211, 21_214, 21_217, 21_265, 21_612, 21_614, 21_635],
      policy: [21_610],
      content: [21_602, 21_617],
      sender: [21_212, 21_408, 21_606],
      throttled: [14_107, 21_611],
    }),
  ],
  unsendable: [
    { title: "a payload without a body", to, content: text, payload: {}, class: "content", providerCode: "no-body" },
    ...["/inbound", "https://under_score.example.com/inbound"].map((url) => ({
      title: `a callback to ${url}`,
      to,
      content: text,
      callbackUrl: url,
      class: "sender" as const,
      providerCode: "invalid-callback-url",
    })),
  ],
  unknownRefusal: refused(400, 29_999),
  quoting: (words) => refused(400, 21_211, words),
  webhook: twilioWebhook,
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

const messagingServiceSid = `MG${"c".repeat(32)}`;
const apiKey = { sid: `SK${"d".repeat(32)}`, secret: "fedcba9876543210fedcba9876543210" };
const taiwanese = "+886912345678";

describeAdapterConformance("SMS through Twilio with an API key and a sender for each country", {
  ...subject,
  createAdapter: ({ baseUrl }) => {
    const senderByCountry = { JP: { messagingServiceSid }, TW: { from: "Bakery" } };
    const settings = { accountSid, authToken, apiKey, senderByCountry, smartEncoded: true };
    const sms = createTwilioSms({ ...settings, apiBaseUrl: `${baseUrl}//` });
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  secrets: [authToken, apiKey.secret],
  sends: [
    plainSend("through a Messaging Service", to, { MessagingServiceSid: messagingServiceSid }),
    plainSend("from a name", taiwanese, { From: "Bakery" }),
  ],
  unsendable: ["+66812345678", "+999812345678"].map((stranger) => ({
    title: `no sender for ${stranger}`,
    to: stranger,
    content: text,
    class: "sender" as const,
    providerCode: "no-sender-for-country",
  })),
});

describeAdapterConformance("SMS through Twilio from one number of a Messaging Service", {
  ...subject,
  createAdapter: ({ baseUrl }) => {
    const sms = createTwilioSms({ accountSid, authToken, from, messagingServiceSid, apiBaseUrl: baseUrl });
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  sends: [
    {
      ...subject.sends[0],
      validityPeriodMs: 40_000_000,
      request: () => ({
        method: "POST",
        path: messagesPath,
        body: {
          form: {
            To: to,
            From: from,
            MessagingServiceSid: messagingServiceSid,
            Body: text.text,
            StatusCallback: `${callbackUrl}#rc=3&rp=all&tt=15000`,
            ValidityPeriod: "36000",
          },
        },
      }),
    },
  ],
});

/** Without anything that may be left out, answered without a name for the call. */
function plainSend(title: string, to: string, sender: Readonly<Record<string, string>>): SendSample {
  return {
    title,
    to,
    content: text,
    request: () => ({
      method: "POST",
      path: messagesPath,
      headers: { authorization: `Basic ${Buffer.from(`${apiKey.sid}:${apiKey.secret}`).toString("base64")}` },
      body: { form: { To: to, ...sender, Body: text.text, SmartEncoded: "true" } },
    }),
    accepted: { status: 201, body: messageBody("queued") },
    receipt: { providerMessageIds: [sid] },
  };
}

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
      ...(suppressing[code] && { suppresses: suppressing[code] }),
    })),
  );
}
