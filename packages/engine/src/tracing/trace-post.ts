import type { EngineContext } from "../engine-context.ts";
import { formatMessageId } from "../ids.ts";
import type { ReportRow } from "../store/reports/report-row.ts";
import type { WebhookTarget } from "../store/webhooks/read-targets.ts";
import type { PostResult } from "../webhooks/post-webhook.ts";
import { parseTraceparent } from "./traceparent.ts";
import type { Span } from "./tracer.ts";

/** Begins the span of a report's post where its message is traced; a trace of its own, like that of a call. */
export function beginPostSpan({ tracer, projectId }: Pick<EngineContext, "tracer" | "projectId">, report: ReportRow, { kind }: WebhookTarget): Span | undefined {
  if (tracer === undefined || report.traceparent === null) return undefined;
  const link = parseTraceparent(report.traceparent);
  const attributes = {
    "todoke.project": projectId,
    "todoke.message.id": formatMessageId(report.message_id),
    "todoke.report.type": report.type,
    "todoke.webhook.of": kind,
  };
  return tracer.begin({ name: "post report", kind: "client", ...(link && { link }), attributes });
}

export function endPostSpan(span: Span, { status, failure }: PostResult): void {
  span.end(status === undefined ? {} : { "http.response.status_code": status }, failure);
}
