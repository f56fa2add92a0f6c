import { medianOfKnown } from "./median.ts";
import { percentage, ratio, wholeNumber } from "./number-text.ts";
import type { Measurements, Run } from "./run.ts";
import { textTable } from "./text-table.ts";

const head = [
  "contestant",
  "people",
  "reached",
  "recipients/s",
  "to the loop",
  "runs",
  "dispatch/s",
  "CPU µs",
  "simulator µs",
  "PostgreSQL µs",
  "Redis µs",
  "simulator core",
  "peak MiB",
  "load",
  "marks",
];

/** A row for each contestant: medians over its rounds, how they stand to the loop's, and what marks its runs. */
export function sendingTable(runs: readonly Run[]): string {
  const byContestant = [...Map.groupBy(runs, ({ contestant }) => contestant).values()];
  return [textTable(head, byContestant.map((own) => row(own, runs))), ...boundLines(runs)].join("\n");
}

function row(runs: readonly Run[], all: readonly Run[]): string[] {
  const middle = (pick: (measured: Measurements) => number | undefined) => medianOf(runs, pick);
  const rate = middle((measured) => measured.recipientsPerSecond);
  const baseline = medianOf(all.filter(({ role }) => role === "baseline"), (measured) => measured.recipientsPerSecond);
  return [
    runs[0]!.contestant,
    wholeNumber(runs[0]!.recipients),
    percentage(middle((measured) => measured.reachedShare)),
    wholeNumber(rate),
    ratio(rate, baseline),
    runs.map(({ measured }) => wholeNumber(measured?.recipientsPerSecond) || "failed").join(" "),
    wholeNumber(middle((measured) => measured.dispatchPerSecond)),
    wholeNumber(middle((measured) => measured.cpuPerRecipient)),
    wholeNumber(middle((measured) => measured.cpuElsewhere.simulator)),
    wholeNumber(middle((measured) => measured.cpuElsewhere.postgresql)),
    wholeNumber(middle((measured) => measured.cpuElsewhere.redis)),
    percentage(middle((measured) => measured.simulatorCores)),
    wholeNumber(middle((measured) => measured.peakResidentMiB)),
    middle((measured) => measured.loadAverage)?.toFixed(1) ?? "",
    marksOf(runs),
  ];
}

/** The median over the runs that succeeded. */
export function medianOf(runs: readonly Run[], pick: (measured: Measurements) => number | undefined): number | undefined {
  const counted = runs.filter(({ failures }) => failures.length === 0);
  return medianOfKnown(counted.map(({ measured }) => (measured === undefined ? undefined : pick(measured))));
}

function marksOf(runs: readonly Run[]): string {
  if (runs[0]!.role === "ceiling") return "no contestant: the ceiling";
  const bound = runs.filter(({ simulatorBound }) => simulatorBound.length > 0).length;
  const failed = runs.filter(({ failures }) => failures.length > 0).length;
  const share = (count: number) => (count === runs.length ? "" : ` ${count} of ${runs.length}`);
  return [
    ...(bound === 0 ? [] : [`simulator-bound${share(bound)}`]),
    ...(failed === 0 ? [] : [`FAILED${share(failed)}`]),
  ].join(", ");
}

function boundLines(runs: readonly Run[]): string[] {
  const marked = runs.filter(({ simulatorBound }) => simulatorBound.length > 0);
  if (marked.length === 0) return [];
  return [
    "",
    "simulator-bound runs prove nothing about their contestant:",
    ...marked.map(({ contestant, round, simulatorBound }) => `- ${contestant}, round ${round}: ${simulatorBound.join("; ")}`),
  ];
}
