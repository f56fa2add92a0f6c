import { finished } from "node:stream";
import type { FastifyInstance, FastifyReply } from "fastify";
import { accountsOf, engineOf, projectIdOf } from "../../project-of.ts";
import { bodyGate, queryGate } from "../../schema/gate.ts";
import { spanOf } from "../../../tracing/trace-requests.ts";
import { InfobipReportQueryDto } from "./line-reports-dto.ts";
import { InfobipLineRequestDto } from "./line-request-dto.ts";
import type { KeptReport } from "./report-pull.ts";
import { type GivenReports, ReportPulls } from "./report-pulls.ts";
import { sendMessages } from "./send-messages.ts";
import { toMessages } from "./to-messages.ts";
import { toReport } from "./to-report.ts";

const lineRequest = bodyGate(InfobipLineRequestDto);
const reportQuery = queryGate(InfobipReportQueryDto);

/** How old a report may be that is fetched, in milliseconds. */
const fetchableMs = 48 * 3_600_000;
/** How long a caller may leave its answer lying, in milliseconds: the next one waits for it. */
const answerMs = 30_000;

/** The LINE API of Infobip. */
export function infobipRoutes(server: FastifyInstance): void {
  const pulls = new ReportPulls();

  server.post("/compat/infobip/line/1/messages", async (request) => {
    const bulk = toMessages(lineRequest(request.body), accountsOf(request));
    const engine = engineOf(request);
    await pulls.begin(projectIdOf(request), engine.reports);
    return sendMessages(engine, bulk, spanOf(request));
  });

  // A HEAD would fetch reports as well.
  server.get("/compat/infobip/line/1/reports", { exposeHeadRoute: false }, async (request, reply) => {
    const { limit, ...query } = reportQuery(request.query);
    const notBefore = new Date(Date.now() - fetchableMs);
    const given = await pulls.take(projectIdOf(request), engineOf(request).reports, { limit, notBefore, matches: (report) => isAskedFor(query, report) });
    settleAfter(reply, given);
    return { results: given.reports.map(({ report, kept }) => toReport(report, kept)) };
  });
}

function settleAfter(reply: FastifyReply, given: GivenReports): void {
  reply.raw.setTimeout(answerMs);
  finished(reply.raw, (error) => {
    // A refusal that went out whole, since a report could not be worded, has given nothing out.
    given.settle(!error && reply.raw.statusCode === 200).catch((failure: unknown) => {
      reply.log.warn({ err: failure }, "fetched reports were not acknowledged; they will be given out again");
    });
  });
}

function isAskedFor(query: Omit<InfobipReportQueryDto, "limit">, { report: { platform }, kept }: KeptReport): boolean {
  const has = { ...kept, ...platform };
  return (["bulkId", "messageId", "campaignReferenceId", "entityId", "applicationId"] as const).every((name) => query[name] === undefined || query[name] === has[name]);
}
