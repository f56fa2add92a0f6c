import type { Operation } from "./operations.ts";

const tag = "Webhooks";
const scope = "reports:write";

/** What is done to an endpoint without saying more. */
export const endpointControlOperations: readonly Operation[] = [
  {
    id: "pauseWebhookEndpoint",
    method: "post",
    path: "/v1/webhook-endpoints/{id}/pause",
    scope,
    tag,
    summary: "Let reports wait",
    description: "Until the endpoint is resumed. Can be repeated.",
    answer: { status: 200, description: "The endpoint as it stands now.", content: { schema: "WebhookEndpoint" } },
    refusals: ["not-found"],
  },
  {
    id: "resumeWebhookEndpoint",
    method: "post",
    path: "/v1/webhook-endpoints/{id}/resume",
    scope,
    tag,
    summary: "Go on, also after it was disabled",
    description: "What waits is posted at once. What was not kept for it while it was disabled is had by sending that time again.",
    answer: { status: 200, description: "The endpoint as it stands now.", content: { schema: "WebhookEndpoint" } },
    refusals: ["not-found"],
  },
  {
    id: "testWebhookEndpoint",
    method: "post",
    path: "/v1/webhook-endpoints/{id}/test",
    scope,
    tag,
    summary: "Try an endpoint",
    description: "Posts `webhook.test` now, in whatever state the endpoint is, and tells what came of it. Nothing of that is counted.",
    answer: { status: 200, description: "What came of it.", content: { schema: "WebhookTest" } },
    refusals: ["not-found", "secret-unreadable"],
  },
];
