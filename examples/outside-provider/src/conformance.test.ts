import { createHmac } from "node:crypto";
import type { AdapterSubject, ScriptedResponse, WebhookSample } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { ErrorClass, EvidenceEvent, InboundRequest, JsonValue } from "@todoke/core";
import { createPigeonSms } from "./create-pigeon-sms.ts";
import { channelSamples, to } from "./testing/channel-samples.ts";

// Every sample is as on pigeon.example/docs, where Pigeon would have its documentation.

const secrets = { apiToken: "pigeon-token", webhookSecret: "pigeon-webhook-secret" };
const callbackToken = "an-unguessable-token";
const callbackUrl = `https://hooks.example.com/v1/inbound/pigeon?attempt=${callbackToken}`;
const at = "2026-06-01T00:00:05Z";
const content = { type: "text", text: "The ferry leaves at nine" } as const;

const subject: AdapterSubject = {
  ...channelSamples,
  createAdapter: ({ baseUrl }) => createPigeonSms({ ...secrets, from: "Ferry", apiBaseUrl: baseUrl }),
  secrets: [secrets.apiToken, secrets.webhookSecret],
  sends: [
    {
      title: "a message",
      to,
      content,
      callbackUrl,
      validityPeriodMs: 3_600_000,
      request: (attempt) => ({
        method: "POST",
        path: "/v1/messages",
        headers: { authorization: `Bearer ${secrets.apiToken}`, "content-type": "application/json" },
        body: {
          json: {
            to,
            from: "Ferry",
            text: content.text,
            reference: attempt.attemptId,
            lifetime_seconds: 3_600,
            ...(attempt.callbackUrl !== undefined && { report_url: attempt.callbackUrl }),
          },
        },
      }),
      accepted: {
        status: 202,
        headers: { "pigeon-request-id": "req_1" },
        body: { message: { id: "pgn_1", state: "queued" } },
      },
      receipt: { providerMessageIds: ["pgn_1"], requestId: "req_1" },
    },
  ],
  refusals: [
    refusal(401, "token_unknown", "sender"),
    refusal(403, "sender_unregistered", "sender"),
    refusal(400, "number_unknown", "recipient"),
    refusal(403, "opted_out", "policy"),
    refusal(400, "text_forbidden", "content"),
    refusal(402, "credit_exhausted", "quota"),
    { ...refusal(429, "too_fast", "throttled", { "retry-after": "2" }), retryAfterMs: 2_000 },
    refusal(503, "loft_closed", "unavailable"),
  ],
  unknownRefusal: refused(400, "newly_invented"),
  quoting: (words) => ({ status: 400, body: { error: { code: words, detail: words } } }),
  webhook: {
    signatureHeader: "pigeon-signature",
    reports: [
      report("queued", "accepted"),
      report("flying", "sent"),
      report("landed", "delivered"),
      report("lost", "failed", "unreachable"),
      report("no_such_number", "failed", "recipient"),
      report("turned_away", "failed", "policy"),
    ],
    unknown: [signed({ message_id: "pgn_1", state: "moulting", at }), signed({ balance: 12 }), signed([])],
    reportOn: ({ providerMessageIds: [id = ""], callbackUrl: url }) => signed({ message_id: id, state: "landed", at }, url),
  },
};

describeAdapterConformance("SMS through Pigeon", subject);

/** A refusal in the vendor's form. */
function refused(status: number, code: string, headers: Readonly<Record<string, string>> = {}): ScriptedResponse {
  return { status, headers, body: { error: { code, detail: "Refused" } } };
}

function refusal(status: number, code: string, errorClass: ErrorClass, headers?: Readonly<Record<string, string>>) {
  return { title: code, answer: refused(status, code, headers), class: errorClass, providerCode: code };
}

/** A request of the vendor's, signed by its documented recipe and not by the adapter's function. */
function signed(body: JsonValue, url = callbackUrl): InboundRequest {
  const text = JSON.stringify(body);
  const proof = createHmac("sha256", secrets.webhookSecret).update(`1780272001.${text}`).digest("hex");
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", "pigeon-signature": `t=1780272001,v1=${proof}` },
    body: Buffer.from(text),
  };
}

function report(state: string, evidence: EvidenceEvent["evidence"], errorClass?: ErrorClass): WebhookSample {
  return {
    title: state,
    request: signed({ message_id: "pgn_1", state, at }),
    copies: [signed({ message_id: "pgn_1", state, at, attempt: 2 })],
    events: [
      {
        type: "evidence",
        eventId: `pgn_1:${state}`,
        correlation: { callbackToken, providerMessageId: "pgn_1" },
        providerMessageId: "pgn_1",
        evidence,
        providerCode: state,
        at: new Date(at),
        ...(errorClass !== undefined && { errorClass }),
      },
    ],
  };
}
