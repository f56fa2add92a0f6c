import { longestStatisticsMs, type StatisticsDimension, type StatisticsRequest } from "@todoke/engine";
import type { StatisticsQueryDto } from "../dto/statistics-dto.ts";
import { HttpProblem } from "../problem.ts";

/** What a query asks for. Throws `HttpProblem` for a time that is none, or too long. */
export function toStatisticsRequest({ from, until, clock, groupBy, timeZone, format: _format, ...only }: StatisticsQueryDto): StatisticsRequest {
  const [begins, ends] = [new Date(from), until === undefined ? new Date() : new Date(until)];
  if (!(begins >= earliest)) throw refused("from", "invalid-range", "must be a day of this century");
  if (!(begins < ends)) throw refused(until === undefined ? "from" : "until", "invalid-range", "the time must end after it begins");
  if (ends.getTime() - begins.getTime() > longestStatisticsMs) {
    throw refused("until", "invalid-range", `the time must be no longer than ${longestStatisticsMs / dayMs} days: ask for one after the other, and add them up`);
  }
  // The gate knows the words.
  return { from: begins, until: ends, clock, groupBy: (groupBy?.split(",") ?? []) as StatisticsDimension[], timeZone, only };
}

const dayMs = 86_400_000;
const earliest = new Date("2000-01-01T00:00:00Z");

function refused(parameter: string, code: string, detail: string): HttpProblem {
  return new HttpProblem("malformed-request", "The query is not understood.", [{ parameter, code, detail }]);
}
