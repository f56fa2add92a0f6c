import type { EngineContext } from "../../engine-context.ts";
import { formatMessageId, formatTemplateId } from "../../ids.ts";
import type { GroupKey } from "../../store/statistics/asked-statistics.ts";
import { FiguresSum, type Told } from "./figures-sum.ts";
import type { ProjectStatistics, StatisticsRow } from "./project-statistics.ts";
import { readCounts } from "./read-counts.ts";
import type { StatisticsDimension, StatisticsRequest } from "./statistics-request.ts";
import { timeGroupsIn, type TimeGroups } from "./time-groups.ts";
import { TooMuchToCountError } from "./too-much-to-count.ts";

type Group = StatisticsRow["group"];

/** The most rows of one answer. */
export const mostStatisticsRows = 10_000;

/** What became of a project's messages. Throws `TooMuchToCountError`. */
export async function countProject(context: EngineContext, request: StatisticsRequest, timeoutMs: number): Promise<ProjectStatistics> {
  const { from, until, clock, timeZone } = request;
  const groupBy = [...new Set(request.groupBy)];
  const counts = await readCounts(context.connection, context.projectId, { ...request, groupBy }, timeoutMs);
  const totals = new FiguresSum();
  const sums = new Map<string, { readonly group: Group; readonly sum: FiguresSum }>();
  const groupOf = grouping(groupBy, timeZone);
  const sumsFor = (counted: GroupKey): readonly FiguresSum[] => {
    const group = groupOf(counted);
    const key = JSON.stringify(group);
    const known = sums.get(key) ?? { group, sum: new FiguresSum() };
    sums.set(key, known);
    return [known.sum, totals];
  };
  for (const counted of counts.deliveries) sumsFor(counted).forEach((sum) => sum.addDeliveries(counted));
  for (const counted of counts.attempts) sumsFor(counted).forEach((sum) => sum.addAttempts(counted, toldBy(context, counted.way)));
  for (const counted of counts.engagement) {
    if (counted.opened !== null || counted.clicked !== null) sumsFor(counted).forEach((sum) => sum.addEngagement(counted));
  }
  for (const counted of counts.costs) sumsFor(counted).forEach((sum) => sum.addCost(counted));
  if (sums.size > mostStatisticsRows) throw new TooMuchToCountError(`there are more than ${mostStatisticsRows} rows`);
  const hasDeliveries = clock === "acceptance";
  const rows = [...sums.values()].map(({ group, sum }) => ({ group, ...sum.figures(hasDeliveries) }));
  return { from, until, clock, timeZone, groupBy, rows: groupBy.length === 0 ? [] : rows.toSorted(inOrderOf(groupBy)), totals: totals.figures(hasDeliveries) };
}

function toldBy({ accounts }: EngineContext, { channel, account }: { readonly channel: string; readonly account: string }): Told {
  const best = accounts.account(account)?.adapters.find((adapter) => adapter.channel === channel)?.evidence?.best;
  return { delivered: best === "delivered" || best === "read", read: best === "read" };
}

function grouping(groupBy: readonly StatisticsDimension[], timeZone: string): (counted: GroupKey) => Group {
  const timesOf = timeGroupsIn(timeZone);
  return (counted) => {
    const times = counted.quarter === undefined ? undefined : timesOf(counted.quarter);
    return Object.fromEntries(groupBy.map((dimension) => [dimension, valueOf(dimension, counted, times)]));
  };
}

const publicNames: Partial<Readonly<Record<StatisticsDimension, (id: string) => string>>> = { message: formatMessageId, template: formatTemplateId };

function valueOf(dimension: StatisticsDimension, counted: GroupKey, times: TimeGroups | undefined): string | null {
  if (dimension === "hour" || dimension === "day") return times![dimension];
  const value = counted[dimension] ?? null;
  return value === null ? null : (publicNames[dimension]?.(value) ?? value);
}

/** What has no value comes last. Hours stand in the order of time, also where one of them comes twice. */
function inOrderOf(groupBy: readonly StatisticsDimension[]): (one: StatisticsRow, other: StatisticsRow) => number {
  return (one, other) => {
    for (const dimension of groupBy) {
      const [left = null, right = null] = [one.group[dimension], other.group[dimension]];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      if (dimension === "hour") return Date.parse(left) - Date.parse(right);
      return left < right ? -1 : 1;
    }
    return 0;
  };
}
