import { medianOfKnown } from "../median.ts";
import { ratio, wholeNumber } from "../number-text.ts";
import { textTable } from "../text-table.ts";

/**
 * What goes on while messages are accepted. `idle`: nothing else, and they are sent at once. `scheduled`: nothing at all, they
 * are for later. `while-sending`: a campaign is under way on the same database server.
 */
export type AcceptCondition = "idle" | "scheduled" | "while-sending";

/** What one measurement of how fast single messages are accepted came to. */
export interface AcceptRun {
  readonly contestant: string;
  readonly condition: AcceptCondition;
  readonly isBaseline: boolean;
  /** From 1. */
  readonly round: number;
  readonly requests: number;
  /** Absent when the run failed before it could be measured. */
  readonly measured?: AcceptFigures;
  readonly failures: readonly string[];
}

export interface AcceptFigures {
  readonly requestsPerSecond: number;
  /** Messages per second from the first request to the last outcome; absent where nothing is sent. */
  readonly outcomesPerSecond?: number;
  /** Of the server's own process, in microseconds; what it did beside accepting is in it. */
  readonly cpuPerRequest: number | undefined;
  /** Of PostgreSQL, whole servers, likewise. */
  readonly postgresqlPerRequest: number | undefined;
  /** Of the process that makes the requests, likewise. */
  readonly driverPerRequest: number | undefined;
  readonly peakResidentMiB: number | undefined;
}

const head = ["accepting", "meanwhile", "requests/s", "to the bare insert", "runs", "to last outcome/s", "CPU µs", "PostgreSQL µs", "driver µs", "peak MiB"];

/** A row for each contestant and condition: medians, and how they stand to the bare insert under the same condition. */
export function acceptTable(runs: readonly AcceptRun[]): string {
  const groups = Map.groupBy(runs, ({ contestant, condition }) => `${contestant} ${condition}`);
  return textTable(head, [...groups.values()].map((own) => row(own, runs)));
}

function row(own: readonly AcceptRun[], all: readonly AcceptRun[]): string[] {
  const { contestant, condition } = own[0]!;
  const middle = (pick: (figures: AcceptFigures) => number | undefined) => medianOf(own, pick);
  // Nobody sends what the bare server takes in, so that it does the same whether messages are for now or for later.
  const baselineCondition = condition === "scheduled" ? "idle" : condition;
  const baseline = all.filter((run) => run.isBaseline && run.condition === baselineCondition);
  const rate = middle(({ requestsPerSecond }) => requestsPerSecond);
  return [
    contestant,
    condition,
    wholeNumber(rate),
    ratio(rate, medianOf(baseline, ({ requestsPerSecond }) => requestsPerSecond)),
    own.map(({ measured }) => wholeNumber(measured?.requestsPerSecond) || "failed").join(" "),
    wholeNumber(middle(({ outcomesPerSecond }) => outcomesPerSecond)),
    wholeNumber(middle(({ cpuPerRequest }) => cpuPerRequest)),
    wholeNumber(middle(({ postgresqlPerRequest }) => postgresqlPerRequest)),
    wholeNumber(middle(({ driverPerRequest }) => driverPerRequest)),
    wholeNumber(middle(({ peakResidentMiB }) => peakResidentMiB)),
  ];
}

/** The median over the runs that succeeded. */
function medianOf(runs: readonly AcceptRun[], pick: (figures: AcceptFigures) => number | undefined): number | undefined {
  const counted = runs.filter(({ failures }) => failures.length === 0);
  return medianOfKnown(counted.map(({ measured }) => (measured === undefined ? undefined : pick(measured))));
}
