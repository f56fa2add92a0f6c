import { attemptCounts, deliveryCounts, type ProjectStatistics, type StatisticsFigures } from "@todoke/engine";
import { writeCsv, type Cell } from "../csv/write-csv.ts";

const engagementColumns = ["opened", "clicked"] as const;
const attemptColumns = [...attemptCounts, "delivered", "read"] as const;

/**
 * The rows as CSV; the totals where nothing is grouped. Two columns for each currency. What is not known, and what does not
 * apply, is empty.
 */
export function statisticsCsv({ groupBy, rows, totals }: ProjectStatistics): string {
  const currencies = totals.costs.map(({ currency }) => currency);
  const header = [
    ...groupBy,
    ...deliveryCounts.map((name) => `deliveries.${name}`),
    ...attemptColumns.map((name) => `attempts.${name}`),
    ...engagementColumns,
    ...currencies.flatMap((currency) => [`cost.${currency}`, `billed.${currency}`]),
  ];
  const all = groupBy.length === 0 ? [{ group: {}, ...totals }] : rows;
  return writeCsv(header, all.map(({ group, ...figures }) => [...groupBy.map((dimension) => group[dimension] ?? null), ...cellsOf(figures, currencies)]));
}

function cellsOf({ deliveries, attempts, engagement, costs }: StatisticsFigures, currencies: readonly string[]): readonly Cell[] {
  const costsOf = (currency: string): readonly Cell[] => {
    const cost = costs.find((each) => each.currency === currency);
    return [cost?.amount ?? null, cost?.billed ?? null];
  };
  return [
    ...deliveryCounts.map((name) => deliveries?.[name] ?? null),
    ...attemptColumns.map((name) => attempts[name]),
    ...engagementColumns.map((name) => engagement[name]),
    ...currencies.flatMap(costsOf),
  ];
}
