import { createHmac } from "node:crypto";
import type { AdapterSubject, ScriptedResponse, WebhookSample } from "@todoke/adapter-kit";
import { describeAdapterConformance } from "@todoke/adapter-kit/vitest";
import type { ErrorClass, EvidenceEvent, InboundRequest, JsonValue } from "@todoke/core";
import { createGreyQuetzalAnyChannel } from "./create-grey-quetzal-any-channel.ts";
import { channelSamples, to } from "./testing/channel-samples.ts";

// Replace every sample by the vendor's own, copied out of its documentation and not out of the adapter.

const secrets = { apiToken: "grey-quetzal-token", webhookSecret: "grey-quetzal-webhook-secret" };
const callbackToken = "an-unguessable-token";
const callbackUrl = `https://hooks.example.com/v1/inbound/grey-quetzal?attempt=${callbackToken}`;
const content = { type: "text", text: "The ferry leaves at nine" } as const;

const subject: AdapterSubject = {
  ...channelSamples,
  createAdapter: ({ baseUrl }) => createGreyQuetzalAnyChannel({ ...secrets, from: "Ferry", apiBaseUrl: baseUrl }),
  secrets: [secrets.apiToken, secrets.webhookSecret],
  sends: [
    {
      title: "a message",
      to,
      content,
      callbackUrl,
      request: (attempt) => ({
        method: "POST",
        path: "/the-path-in-the-vendors-example",
        headers: { authorization: `Bearer ${secrets.apiToken}`, "content-type": "application/json" },
        body: { json: { to, text: content.text, reference: attempt.attemptId } },
      }),
      accepted: { status: 202, body: { id: "the-id-in-the-vendors-example" } },
      receipt: { providerMessageIds: ["the-id-in-the-vendors-example"] },
    },
  ],
  // One for each code that means something of its own.
  refusals: [
    { title: "a wrong token", answer: refused(401, "the-vendors-code"), class: "sender", providerCode: "the-vendors-code" },
    { title: "no such number", answer: refused(400, "another-code"), class: "recipient", providerCode: "another-code" },
  ],
  unknownRefusal: refused(400, "a-code-that-nobody-documents"),
  quoting: (words) => refused(400, "another-code", words),
  webhook: {
    signatureHeader: "x-grey-quetzal-signature",
    // One for each status.
    reports: [report("handed-over", "sent"), report("arrived", "delivered"), report("lost", "failed", "unreachable")],
    unknown: [signed({ id: "m-1", status: "a-status-that-nobody-documents" })],
    reportOn: ({ providerMessageIds: [id = ""], callbackUrl: url }) => signed({ id, status: "arrived" }, url),
  },
};

describeAdapterConformance("any-channel through Grey Quetzal", subject);

/** A refusal in the vendor's form. */
function refused(status: number, code: string, detail = "Refused"): ScriptedResponse {
  return { status, body: { code, detail } };
}

/** A request of the vendor's, signed by its documented recipe and not by the adapter's function. */
function signed(body: JsonValue, url = callbackUrl): InboundRequest {
  const bytes = Buffer.from(JSON.stringify(body));
  const signature = createHmac("sha256", secrets.webhookSecret).update(bytes).digest("hex");
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", "x-grey-quetzal-signature": signature },
    body: bytes,
  };
}

function report(status: string, evidence: EvidenceEvent["evidence"], errorClass?: ErrorClass): WebhookSample {
  return {
    title: status,
    request: signed({ id: "m-1", status }),
    events: [
      {
        type: "evidence",
        eventId: `m-1:${status}`,
        correlation: { callbackToken, providerMessageId: "m-1" },
        providerMessageId: "m-1",
        evidence,
        providerCode: status,
        ...(errorClass !== undefined && { errorClass }),
      },
    ],
  };
}
