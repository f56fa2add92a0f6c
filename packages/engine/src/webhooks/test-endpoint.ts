import type { EngineContext } from "../engine-context.ts";
import { formatWebhookEndpointId, newId } from "../ids.ts";
import { readTargets } from "../store/webhooks/read-targets.ts";
import type { EndpointKey } from "../store/webhooks/write-endpoints.ts";
import { postWebhook } from "./post-webhook.ts";
import { openTargetSecrets } from "./stored-secrets.ts";
import { testBody } from "./webhook-body.ts";
import type { WebhookTest } from "./webhook-view.ts";

/** Tries an endpoint, in whatever state it is; nothing of that is kept. Undefined where there is no such endpoint. */
export async function testEndpoint(context: EngineContext, { projectId, id: endpointId }: EndpointKey): Promise<WebhookTest | undefined> {
  const { connection, egress, signal, clock } = context;
  const target = (await readTargets(connection, projectId, [endpointId])).get(endpointId);
  if (target?.kind !== "endpoint") return undefined;
  const secrets = openTargetSecrets(context, target);
  const id = `test_${newId().replaceAll("-", "")}`;
  const { failure, status, tookMs } = await postWebhook(egress, { id, url: target.url, secrets, body: testBody(formatWebhookEndpointId(endpointId), clock.now()) }, signal);
  return { taken: failure === undefined, ...(status !== undefined && { status }), ...(failure !== undefined && { code: failure }), tookMs };
}
