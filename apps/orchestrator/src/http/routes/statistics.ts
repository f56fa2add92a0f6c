import type { Engine } from "@todoke/engine";
import type { FastifyInstance } from "fastify";
import { AccountStatisticsQueryDto } from "../dto/statistics-dto.ts";
import { HttpProblem } from "../problem.ts";
import { queryGate } from "../schema/gate.ts";
import { found, messageId } from "./ids.ts";

const accountQuery = queryGate(AccountStatisticsQueryDto);

/** Shows what providers tell of messages and accounts. */
export function statisticsRoutes(server: FastifyInstance, engine: Engine): void {
  server.get<{ Params: { id: string } }>("/v1/messages/:id/statistics", async (request) =>
    found(await engine.statistics.ofMessage(messageId(request.params.id)), "message"));

  server.get<{ Params: { id: string } }>("/v1/accounts/:id/statistics", async (request) => {
    const { date } = accountQuery(request.query);
    if (!isDay(date)) throw new HttpProblem("malformed-request", "The calendar has no such day.", [noSuchDay]);
    const statistics = await engine.statistics.ofAccount(request.params.id, date);
    if (statistics === undefined) throw new HttpProblem("not-found", "No account of this id has statistics by day.");
    return statistics;
  });
}

const noSuchDay = { parameter: "date", code: "wrong-format", detail: "must be a day of the calendar" };

function isDay(date: string): boolean {
  const at = new Date(date);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
}
