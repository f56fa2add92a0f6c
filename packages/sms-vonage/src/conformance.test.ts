import type { AdapterSubject, RefusalSample, ScriptedResponse } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { ErrorClass, SuppressionCause } from "@todoke/core";
import { createVonageSms } from "./create-vonage-sms.ts";
import { applicationId, privateKey, signatureSecret } from "./testing/keys.ts";
import { callbackUrl, id, instance, to, vonageWebhook } from "./testing/webhook-samples.ts";

const from = "+447700900001";
const text = { type: "text", text: "Your table & two chairs + 席 are ready" } as const;

/** Codes that say something of the number itself. */
const suppressing: Readonly<Record<string, SuppressionCause>> = { "1190": "hard-failure", "1240": "opt-out" };

const subject: AdapterSubject = {
  createAdapter: ({ baseUrl }) => {
    const signatureSecrets = ["the-next-secret", signatureSecret];
    const sms = createVonageSms({ applicationId, privateKey, from, signatureSecrets, apiBaseUrl: baseUrl });
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  secrets: [signatureSecret, privateKey],
  addresses: {
    valid: [
      { given: "+81 90-1234-5678", canonical: to },
      { given: "＋８１９０１２３４５６７８", canonical: "+819012345678" },
    ],
    malformed: ["090-1234-5678", "819012345678", "whatsapp:+447700900000", "+1800FLOWERS"],
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
      content: { type: "native", channel: "sms", payload: { text: "Hello" } },
      rendering: "carried",
      payload: { text: "Hello" },
    },
    {
      title: "a native SMS in another provider's words",
      content: { type: "native", channel: "sms", payload: { body: "Hello" } },
      rendering: "refused",
      problems: ["/payload/body"],
    },
    { title: "1,001 characters", content: { type: "text", text: "x".repeat(1_001) }, rendering: "refused", problems: ["/text"] },
  ],
  sends: [
    {
      title: "an SMS",
      to,
      content: text,
      callbackUrl,
      validityPeriodMs: 90_000_000,
      request: (attempt) => ({
        method: "POST",
        path: "/v1/messages",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: {
          json: {
            message_type: "text",
            text: text.text,
            to: "819012345678",
            from: "447700900001",
            channel: "sms",
            ttl: 90_000,
            client_ref: attempt.attemptId,
            ...(attempt.callbackUrl !== undefined && { webhook_url: attempt.callbackUrl, webhook_version: "v1" }),
          },
        },
      }),
      accepted: { status: 202, body: { message_uuid: id } },
      receipt: { providerMessageIds: [id] },
    },
  ],
  refusals: [
    { title: "too many calls", answer: generalProblem(429, "throttled"), class: "throttled", providerCode: "throttled" },
    { title: "too many calls, by number", answer: problem(429, "1000"), class: "throttled", providerCode: "1000" },
    {
      title: "too many calls, for three seconds",
      answer: { ...generalProblem(429, "throttled"), headers: { "retry-after": "3" } },
      class: "throttled",
      retryAfterMs: 3_000,
    },
    {
      title: "wrong credentials",
      answer: generalProblem(401, "unauthorized"),
      class: "sender",
      providerCode: "unauthorized",
      requestId: instance,
    },
    { title: "no credit", answer: generalProblem(402, "low-balance"), class: "sender", providerCode: "low-balance" },
    { title: "an error of Vonage's own", answer: generalProblem(500, "internal"), class: "ambiguous", providerCode: "http-500" },
    { title: "an error of Vonage's own, as a refusal", answer: problem(422, "1030"), class: "ambiguous", providerCode: "1030" },
    {
      title: "a success that names no message",
      answer: { status: 202, body: { workflow_id: "3TcNjguHxr2vcCZ9Ddsnq6tw8yQUpZ9rMHv9QXSxLan5ibMxqSzLdx9" } },
      class: "ambiguous",
      providerCode: "no-message-uuid",
    },
    {
      title: "a code in the title",
      answer: { status: 422, body: { type: "https://developer.vonage.com/api-errors/messages", title: 1240, detail: "No" } },
      class: "policy",
      providerCode: "1240",
      suppresses: "opt-out",
    },
    ...refusalsByClass({
      recipient: ["1040", "1170", "1190", "1200", "1250", "1260", "1280", "1300", "1310", "1330", "1430"],
      unreachable: ["1180", "1220", "1290", "1360"],
      content: ["1010", "1020", "1021", "1022", "1090", "1130", "1150", "1210", "1270", "1320"],
      policy: ["1050", "1240"],
      sender: ["1060", "1070", "1080", "1120", "1140", "1160", "1420"],
    }),
    ...["account-suspended", "forbidden", "invalid-api-key", "invalid-signature", "jwt-expired", "not-found", "unprovisioned"].map(
      (word) => ({ title: word, answer: generalProblem(403, word), class: "sender" as const, providerCode: word }),
    ),
    ...["no-such-word", "12345", "x1040"].map((word) => ({
      title: `the strange word ${word}`,
      answer: generalProblem(403, word),
      class: "sender" as const,
      providerCode: "http-403",
    })),
    { title: "invalid parameters", answer: generalProblem(422, "invalid-params"), class: "content", providerCode: "invalid-params" },
    { title: "the network's fault", answer: problem(422, "1100"), class: "ambiguous", providerCode: "1100" },
    { title: "a failure that might be slow", answer: problem(408, "1040"), class: "ambiguous", providerCode: "1040" },
    { title: "a success without a name", answer: { status: 202, body: { message_uuid: "" } }, class: "ambiguous", providerCode: "no-message-uuid" },
    { title: "several choices", answer: { status: 300 }, class: "sender", providerCode: "http-300" },
    { title: "too many messages to one number", answer: problem(422, "1241"), class: "throttled", scope: "address" },
  ],
  unsendable: [{ title: "a payload without a text", to, content: text, payload: {}, class: "content", providerCode: "no-text" }],
  unknownRefusal: problem(422, "1999"),
  quoting: (words) => ({
    status: 422,
    body: { type: `https://developer.vonage.com/api-errors#${words}`, title: words, detail: words, instance: words },
  }),
  webhook: vonageWebhook,
  cost: [
    { content: { type: "text", text: "x".repeat(160) }, units: 1 },
    { content: { type: "text", text: "x".repeat(161) }, units: 2 },
    { content: { type: "text", text: "席".repeat(71) }, units: 2 },
  ],
};

describeAdapterConformance("SMS through Vonage", subject);

describeAdapterConformance("SMS through Vonage with a sender for each country", {
  ...subject,
  createAdapter: ({ baseUrl }) => {
    const senderByCountry = { JP: "Bakery" };
    const settings = { applicationId, privateKey, senderByCountry, signatureSecrets: [signatureSecret] };
    const sms = createVonageSms({ ...settings, apiBaseUrl: baseUrl });
    return { adapter: sms.adapter, close: () => sms.close() };
  },
  sends: [
    {
      title: "an SMS with nothing that may be left out",
      to,
      content: text,
      receipt: { providerMessageIds: [id] },
      request: ({ attemptId: reference }) => ({
        method: "POST",
        path: "/v1/messages",
        body: {
          json: { message_type: "text", text: text.text, to: "819012345678", from: "Bakery", channel: "sms", client_ref: reference },
        },
      }),
      accepted: { status: 202, body: { message_uuid: id } },
    },
  ],
  unsendable: ["+66812345678", "+999812345678"].map((stranger) => ({
    title: `no sender for ${stranger}`,
    to: stranger,
    content: text,
    class: "sender" as const,
    providerCode: "no-sender-for-country",
  })),
});

/** As in the reference's example of a refused call. */
function problem(httpStatus: number, code: string): ScriptedResponse {
  return {
    status: httpStatus,
    body: {
      type: `https://developer.vonage.com/api-errors/messages#${code}`,
      title: "Invalid params",
      detail: "The value of one or more parameters is invalid.",
      instance,
    },
  };
}

function generalProblem(httpStatus: number, code: string): ScriptedResponse {
  return { status: httpStatus, body: { type: `https://developer.vonage.com/api-errors#${code}`, title: "Refused", detail: "No.", instance } };
}

function refusalsByClass(codes: Partial<Readonly<Record<ErrorClass, readonly string[]>>>): readonly RefusalSample[] {
  return (Object.keys(codes) as ErrorClass[]).flatMap((errorClass) =>
    (codes[errorClass] ?? []).map((code) => ({
      title: `code ${code}`,
      answer: problem(422, code),
      class: errorClass,
      providerCode: code,
      ...(suppressing[code] && { suppresses: suppressing[code] }),
    })),
  );
}
