import type { AdapterSubject, WebhookSample } from "@todoke/adapter-kit";
import type { InboundRequest } from "@todoke/core";
import type { HttpSmsConfig } from "../config.ts";
import { createHttpSms } from "../create-http-sms.ts";
import { expectedEventId } from "./expected-event-id.ts";
import { textChannel } from "./text-channel.ts";

const to = "+66812345678";
const id = "m-1";
const secret = "gateway-secret-0123456789";
const inboundUrl = "https://hooks.example.com/v1/inbound/gateway";
const content = { type: "text", text: "Your table is ready" } as const;
const attemptId = "0190a6f0-7b1c-7c3e-9d55-1f2e3a4b5c6d";
const form = "application/x-www-form-urlencoded";

/** Gateways that prove themselves by a secret, sent as it is: in a header, or in the address. */
type Proof = "header" | "query";

const authentications = {
  header: { type: "header", header: "X-Gateway-Secret", secrets: ["the-next-secret-0123456789", secret] },
  query: { type: "query", parameter: "key", secrets: [secret, "the-next-secret-0123456789"] },
} as const;

/** The class of what the settings do not list. A redirect stays `sender`: its address is wrong. */
const otherwise = { header: "sender", query: "content" } as const;

/** In the midst of other values: a placeholder that has none leaves its own field out. */
function settings(proof: Proof, baseUrl: string): HttpSmsConfig {
  return {
    request: {
      ...(proof === "header" && { method: "PUT" }),
      url: `${baseUrl}/send/{{validitySeconds}}`,
      query: { kept: "a{{segments}}", left: "{{callbackUrl}}" },
      headers: { "X-Reference": "{{attemptIdHex}}", "X-Callback": "{{callbackUrl}}" },
      basicAuth: { username: "shop", password: secret },
      body: { json: { to: "{{to}}", text: "{{text}}", say: "to {{to}}", mixed: [null, 7, true, "{{callbackUrl}}", "{{to}}!"], none: null } },
    },
    answer: { accepted: {}, messageId: "id", code: "error", otherwise: otherwise[proof] },
    callbacks: {
      format: proof === "header" ? "form" : "json",
      authentication: authentications[proof],
      ...(proof === "query" && { list: "reports" }),
      report: { status: "state", statuses: { ok: "delivered", bad: "recipient" }, messageId: "id", attemptId: "reference" },
      inbound: { from: "from", messageId: "id" },
    },
  };
}

export function gatewaySubject(proof: Proof): AdapterSubject {
  return {
    ...textChannel,
    createAdapter({ baseUrl }) {
      const sms = createHttpSms(settings(proof, baseUrl));
      return { adapter: sms.adapter, close: () => sms.close() };
    },
    secrets: [secret],
    sends: [
      {
        title: "an SMS",
        to,
        content,
        validityPeriodMs: 90_000,
        request: (attempt) => ({
          method: proof === "header" ? "PUT" : "POST",
          path: "/send/90?kept=a1",
          headers: {
            authorization: `Basic ${Buffer.from(`shop:${secret}`).toString("base64")}`,
            "x-reference": attempt.attemptId.replaceAll("-", ""),
            "x-callback": undefined,
            "content-type": "application/json",
          },
          body: { json: { to, text: content.text, say: `to ${to}`, mixed: [null, 7, true, `${to}!`], none: null } },
        }),
        accepted: { status: 201, body: { id } },
        receipt: { providerMessageIds: [id] },
      },
    ],
    refusals: [
      { title: "an error under a success", answer: { status: 200, body: { error: "E7" } }, class: otherwise[proof], providerCode: "E7" },
      { title: "a wrong number", answer: { status: 400, body: { error: "E8" } }, class: otherwise[proof], providerCode: "E8" },
      { title: "several choices", answer: { status: 300 }, class: "sender", providerCode: "http-300" },
      { title: "the last of the redirects", answer: { status: 399 }, class: "sender", providerCode: "http-399" },
      { title: "the first of the refusals", answer: { status: 400 }, class: otherwise[proof], providerCode: "http-400" },
    ],
    unsendable: [{ title: "no time to live for the path", to, content, class: "sender", providerCode: "no-address" }],
    unknownRefusal: { status: 400, body: { error: "E9" } },
    quoting: (words) => ({ status: 400, body: { error: words } }),
    webhook: {
      signatureHeader: proof === "header" ? "x-gateway-secret" : "none",
      reports: [
        report(proof, "ok", "m-1"),
        report(proof, "ok", "m-2", attemptId),
        report(proof, "ok", "m-3", attemptId.replaceAll("-", "").toUpperCase()),
        report(proof, "bad", "m-4", `${attemptId}0`),
        report(proof, "bad", "m-5", `0${attemptId}`),
        inbound(proof),
      ],
      forged: [
        { title: "another secret", request: posted(proof, { state: "ok", id }, "another-secret") },
        { title: "an empty secret", request: posted(proof, { state: "ok", id }, "") },
        { title: "no secret", request: { ...posted(proof, { state: "ok", id }), url: inboundUrl, headers: {} } },
      ],
      unknown: [
        posted(proof, { state: "lost", id }),
        posted(proof, { state: "ok" }),
        posted(proof, { id }),
        posted(proof, { from: to }),
      ],
      reportOn: (attempt) => posted(proof, { state: "ok", id: attempt.providerMessageIds[0] ?? "", reference: attempt.attemptId }),
    },
  };
}

function posted(proof: Proof, fields: Readonly<Record<string, string>>, given = secret): InboundRequest {
  const isForm = proof === "header";
  return {
    method: "POST",
    url: isForm ? inboundUrl : `${inboundUrl}?key=${given}#reports`,
    headers: { "content-type": isForm ? form : "application/json", ...(isForm && { "x-gateway-secret": given }) },
    body: Buffer.from(isForm ? new URLSearchParams(fields).toString() : JSON.stringify({ reports: [fields] })),
  };
}

function report(proof: Proof, state: "ok" | "bad", messageId: string, reference?: string): WebhookSample {
  const known = reference !== undefined && reference.replaceAll("-", "").length === 32;
  return {
    title: `${state} under the reference ${reference}`,
    request: posted(proof, { state, id: messageId, ...(reference !== undefined && { reference }) }),
    events: [
      {
        type: "evidence",
        eventId: expectedEventId([known ? attemptId : messageId, messageId, state, null, null]),
        correlation: { ...(known && { attemptId }), providerMessageId: messageId },
        providerMessageId: messageId,
        providerCode: state,
        ...(state === "ok" ? { evidence: "delivered" as const } : { evidence: "failed" as const, errorClass: "recipient" as const }),
      },
    ],
  };
}

/** No field tells it from a report but that it has no state. */
function inbound(proof: Proof): WebhookSample {
  const payload = { from: to, id: "in-1" };
  const about = { eventId: "in-1", addressKind: "phone", address: to, providerCode: "message", payload };
  return { title: "a person who wrote", request: posted(proof, payload), events: [{ type: "inbound", ...about }] };
}
