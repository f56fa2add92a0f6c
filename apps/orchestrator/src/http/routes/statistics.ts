import type { FastifyInstance } from "fastify";
import { AccountStatisticsQueryDto, StatisticsQueryDto } from "../dto/statistics-dto.ts";
import { HttpProblem } from "../problem.ts";
import { engineOf } from "../project-of.ts";
import { queryGate } from "../schema/gate.ts";
import { statisticsCsv } from "../statistics/statistics-csv.ts";
import { toStatisticsRequest } from "../statistics/statistics-query.ts";
import { found, messageId } from "./ids.ts";

const statisticsQuery = queryGate(StatisticsQueryDto);
const accountQuery = queryGate(AccountStatisticsQueryDto);

/** Shows what became of messages, by our own books and by what providers tell. */
export function statisticsRoutes(server: FastifyInstance): void {
  server.get("/v1/statistics", async (request, reply) => {
    const query = statisticsQuery(request.query);
    const statistics = await engineOf(request).statistics.ofProject(toStatisticsRequest(query));
    reply.header("vary", "accept");
    if (!wantsCsv(query.format, request.headers.accept)) return statistics;
    return reply.type("text/csv; charset=utf-8").header("content-disposition", 'attachment; filename="statistics.csv"').send(statisticsCsv(statistics));
  });

  server.get<{ Params: { id: string } }>("/v1/messages/:id/statistics", async (request) =>
    found(await engineOf(request).statistics.ofMessage(messageId(request.params.id)), "message"));

  server.get<{ Params: { id: string } }>("/v1/accounts/:id/statistics", async (request) => {
    const { date } = accountQuery(request.query);
    if (!isDay(date)) throw new HttpProblem("malformed-request", "The calendar has no such day.", [noSuchDay]);
    const statistics = await engineOf(request).statistics.ofAccount(request.params.id, date);
    if (statistics === undefined) throw new HttpProblem("not-found", "No account of this id has statistics by day.");
    return statistics;
  });
}

/** Whoever takes both, as browsers and most clients do, gets JSON. */
function wantsCsv(format: StatisticsQueryDto["format"], accept = ""): boolean {
  const types = accept.split(",").map((each) => each.split(";")[0]!.trim().toLowerCase());
  return format === "csv" || (format === undefined && types.includes("text/csv") && !types.includes("application/json"));
}

const noSuchDay = { parameter: "date", code: "wrong-format", detail: "must be a day of the calendar" };

function isDay(date: string): boolean {
  const at = new Date(date);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
