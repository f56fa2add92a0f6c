import { medianOfKnown } from "./median.ts";
import { wholeNumber } from "./number-text.ts";
import { textTable } from "./text-table.ts";

/** What one measurement of how fast single messages are accepted came to. */
export interface AcceptRun {
  readonly contestant: string;
  readonly isBaseline: boolean;
  /** From 1. */
  readonly round: number;
  readonly requests: number;
  /** Absent when the run failed before it could be measured. */
  readonly requestsPerSecond?: number;
  /** Messages per second from the first request to the last outcome; absent where nothing is sent. */
  readonly outcomesPerSecond?: number;
  /** Of the server's own process, in microseconds; what it did with the messages meanwhile is in it. */
  readonly cpuPerRequest?: number | undefined;
  readonly failures: readonly string[];
}

/** A table for people: medians, and how they stand to the baseline's. */
export function acceptSummary(runs: readonly AcceptRun[]): string {
  const baseline = medianRate(runs.filter(({ isBaseline }) => isBaseline));
  const rows = [...Map.groupBy(runs, ({ contestant }) => contestant)].map(([contestant, own]) => {
    const rate = medianRate(own);
    return [
      contestant,
      wholeNumber(rate),
      rate === undefined || baseline === undefined ? "" : (rate / baseline).toFixed(2),
      own.map(({ requestsPerSecond }) => wholeNumber(requestsPerSecond) || "failed").join(" "),
      wholeNumber(medianOfKnown(own.map(({ outcomesPerSecond }) => outcomesPerSecond))),
      wholeNumber(medianOfKnown(own.map(({ cpuPerRequest }) => cpuPerRequest))),
    ];
  });
  return textTable(["accepting single messages", "requests/s", "to the bare insert", "runs", "to last outcome/s", "CPU µs"], rows);
}

function medianRate(runs: readonly AcceptRun[]): number | undefined {
  return medianOfKnown(runs.filter(({ failures }) => failures.length === 0).map((run) => run.requestsPerSecond));
}
