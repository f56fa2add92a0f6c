import type { Problem } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import type { MessageRequest, MessageWebhooks } from "../message-request.ts";
import { readMessageSecret } from "../store/webhooks/message-secret.ts";
import { readWebhookUrl } from "./check-endpoint.ts";

/** What a request says of webhooks, with the address as it is called, and what is wrong with it. */
export interface ReadWebhooks {
  readonly webhooks: MessageWebhooks | undefined;
  readonly problems: readonly Problem[];
}

/** Costs nothing where the request names none. */
export async function readMessageWebhooks(
  { connection, projectId, egress, reportFormats }: Pick<EngineContext, "connection" | "projectId" | "egress" | "reportFormats">,
  { webhooks }: MessageRequest,
): Promise<ReadWebhooks> {
  if (webhooks === undefined) return { webhooks, problems: [] };
  const problems: Problem[] = [];
  const url = readWebhookUrl(webhooks.delivery.url, "/webhooks/delivery/url", egress, problems);
  const { format } = webhooks.delivery;
  if (format !== undefined && !reportFormats.has(format)) {
    problems.push({ pointer: "/webhooks/delivery/format", code: "unknown-format", detail: `must be one of ${[...reportFormats.keys()].join(", ")}` });
  }
  if ((await readMessageSecret(connection, projectId)) === undefined) {
    problems.push({ pointer: "/webhooks", code: "no-webhook-secret", detail: "nothing could be signed: make the project's secret first, by POST /v1/webhook-secret/rotate" });
  }
  return { webhooks: { delivery: { ...webhooks.delivery, url } }, problems };
}
