import type { CallbackResult } from "../callbacks/callback-step.ts";
import type { Answer, Outcome } from "../serve.ts";
import { answerJson, refuse } from "./errors.ts";
import type { LineCall, LineEndpoint } from "./line-call.ts";
import type { LineChannel } from "./line-channel.ts";

/** GET /v2/bot/channel/webhook/endpoint */
export const getWebhookEndpoint: LineEndpoint = {
  name: "webhook-endpoint",
  handle({ webhook }) {
    const endpoint = webhook.endpoint();
    if (endpoint === undefined) return refuse(404, "Webhook endpoint not found");
    return answerJson(200, { endpoint, active: true });
  },
};

/** PUT /v2/bot/channel/webhook/endpoint, in force at once. */
export const setWebhookEndpoint: LineEndpoint = {
  name: "webhook-endpoint",
  body: "json",
  handle({ webhook }, { body: { endpoint } }) {
    if (!isWebhookUrl(endpoint)) return refuse(400, "Invalid webhook endpoint URL");
    webhook.setEndpoint(endpoint);
    return answerJson(200, {});
  },
};

/** POST /v2/bot/channel/webhook/test: posts a webhook without events and says what came of it. */
export const testWebhookEndpoint: LineEndpoint = {
  name: "webhook-test",
  body: "json",
  handle: test,
};

function test(line: LineChannel, { body }: LineCall): Outcome {
  const endpoint = body["endpoint"] ?? line.webhook.endpoint();
  if (endpoint === undefined) return refuse(404, "Webhook endpoint not found");
  if (!isWebhookUrl(endpoint)) return refuse(400, "Invalid webhook endpoint URL");
  const { poster, clock } = line.simulation;
  const timestamp = new Date(clock.now()).toISOString();
  const answer = poster.post(line.webhook.probe(endpoint)).then(
    (result): Answer => ({ status: 200, body: JSON.stringify({ ...describe(result), timestamp }) }),
  );
  return { answer };
}

function describe(result: CallbackResult): Readonly<Record<string, unknown>> {
  if (result.status === undefined) {
    return { success: false, statusCode: 0, reason: result.reason, detail: "The endpoint did not answer." };
  }
  const success = result.status >= 200 && result.status < 300;
  const reason = success ? "OK" : "ERROR_STATUS_CODE";
  return { success, statusCode: result.status, reason, detail: String(result.status) };
}

/** LINE itself wants HTTPS; the simulator takes HTTP too, since what it calls is mostly a test on the same machine. */
function isWebhookUrl(value: unknown): value is string {
  return typeof value === "string" && value.length <= 500 && URL.canParse(value) && /^https?:/.test(value);
}
