import { percentage, ratio, wholeNumber } from "../number-text.ts";
import type { Measurements, Run } from "../run.ts";
import { medianOf } from "../sending-table.ts";
import { textTable } from "../text-table.ts";

/** A run in which everybody is sent to in turns of one size. */
export interface ScaleRun extends Run {
  /** How many people are sent to at once. */
  readonly size: number;
}

const head = [
  "contestant",
  "at once",
  "recipients/s",
  "µs each",
  "to the smallest",
  "CPU µs",
  "to the smallest",
  "PostgreSQL µs",
  "simulator core",
  "peak MiB",
];

/** A row for each contestant and size: what one recipient costs, and how that stands to its smallest size. */
export function scaleTable(runs: readonly ScaleRun[]): string {
  const contestants = [...Map.groupBy(runs, ({ contestant }) => contestant).values()];
  return textTable(head, contestants.flatMap(rowsOf));
}

function rowsOf(runs: readonly ScaleRun[]): string[][] {
  const bySize = [...Map.groupBy(runs, ({ size }) => size).values()];
  const [smallest = []] = bySize;
  return bySize.map((own) => {
    const middle = (pick: (measured: Measurements) => number | undefined) => medianOf(own, pick);
    const toSmallest = (pick: (measured: Measurements) => number | undefined) => ratio(middle(pick), medianOf(smallest, pick));
    return [
      own[0]!.contestant,
      wholeNumber(own[0]!.size),
      wholeNumber(middle(({ recipientsPerSecond }) => recipientsPerSecond)),
      middle(microsecondsEach)?.toFixed(1) ?? "failed",
      toSmallest(microsecondsEach),
      middle(({ cpuPerRecipient }) => cpuPerRecipient)?.toFixed(1) ?? "",
      toSmallest(({ cpuPerRecipient }) => cpuPerRecipient),
      middle(({ cpuElsewhere }) => cpuElsewhere.postgresql)?.toFixed(1) ?? "",
      percentage(middle(({ simulatorCores }) => simulatorCores)),
      wholeNumber(middle(({ peakResidentMiB }) => peakResidentMiB)),
    ];
  });
}

function microsecondsEach({ recipientsPerSecond }: Measurements): number {
  return 1_000_000 / recipientsPerSecond;
}
