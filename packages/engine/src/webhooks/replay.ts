import { InvalidRequestError, type Problem } from "@todoke/core";
import { StateError } from "../control/state-error.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseReportId } from "../ids.ts";
import { readEndpoint } from "../store/webhooks/read-endpoints.ts";
import { replayReports, replayTime } from "../store/webhooks/replay-reports.ts";
import type { EndpointKey } from "../store/webhooks/write-endpoints.ts";
import { readInstant } from "../timing.ts";
import type { ReplayRequest, WebhookReplay } from "./webhook-view.ts";

/** Reports that one call has sent again. */
const mostReplayed = 10_000;

/** Has reports sent to an endpoint again. Undefined where there is no such endpoint. */
export async function replay(context: EngineContext, key: EndpointKey, request: ReplayRequest): Promise<WebhookReplay | undefined> {
  const { connection, projectId } = context;
  const endpoint = await readEndpoint(connection, projectId, key.id);
  if (endpoint === undefined) return undefined;
  const asked = readRequest(request, context.clock.now());
  if (endpoint.state === "disabled") throw new StateError("endpoint-disabled", "Resume the endpoint first: nothing is posted to it now.");
  const replayed = "reports" in asked ? { reports: await replayReports(connection, key, asked.reports) } : await replayTime(connection, key, { ...asked, limit: mostReplayed });
  context.nudge("webhooks");
  return replayed;
}

function readRequest({ reports, from, to, cursor }: ReplayRequest, now: Date) {
  const problems: Problem[] = [];
  if (reports !== undefined) {
    const keys = reports.map((id, index) => readReportId(id, `/reports/${index}`, problems));
    if (problems.length > 0) throw new InvalidRequestError(problems);
    return { reports: keys.flatMap((key) => key ?? []) };
  }
  const begin = readInstant(from, "/from", problems);
  const end = readInstant(to, "/to", problems) ?? now;
  const after = cursor === undefined ? undefined : readReportId(cursor, "/cursor", problems);
  if (begin === undefined && problems.length === 0) problems.push({ pointer: "/from", code: "missing", detail: "give `from`, or `reports`" });
  if (begin !== undefined && begin >= end) problems.push({ pointer: "/to", code: "ends-before-it-begins", detail: "must be after `from`" });
  if (begin === undefined || problems.length > 0) throw new InvalidRequestError(problems);
  return { from: begin, to: end, after };
}

function readReportId(id: string, pointer: string, problems: Problem[]) {
  const key = parseReportId(id);
  if (key === undefined) problems.push({ pointer, code: "malformed-id", detail: "must be the id of a report, rpt_…" });
  return key;
}
