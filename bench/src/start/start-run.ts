import { medianOfKnown } from "../median.ts";
import { wholeNumber } from "../number-text.ts";
import { textTable } from "../text-table.ts";

/** What one start of the orchestrator came to. */
export interface StartRun {
  readonly contestant: string;
  /** `cold`: the first one, which makes the database's tables. `warm`: on what an orchestrator before it left. */
  readonly start: "cold" | "warm";
  /** From 1. */
  readonly round: number;
  /** Absent when the run failed before it could be measured. */
  readonly measured?: StartFigures;
  readonly failures: readonly string[];
}

export interface StartFigures {
  /** From the start of the process until it said that it was ready. */
  readonly readyAfterMs: number;
  /** Of its process until then. */
  readonly cpuMs: number | undefined;
  readonly peakResidentMiB: number | undefined;
}

const head = ["starting", "start", "ms until ready", "runs", "CPU ms", "peak MiB"];

/** A row for each contestant and kind of start: medians over the rounds. */
export function startTable(runs: readonly StartRun[]): string {
  return textTable(head, [...Map.groupBy(runs, ({ contestant, start }) => `${contestant} ${start}`).values()].map(row));
}

function row(own: readonly StartRun[]): string[] {
  const counted = own.filter(({ failures }) => failures.length === 0);
  const middle = (pick: (figures: StartFigures) => number | undefined) =>
    wholeNumber(medianOfKnown(counted.map(({ measured }) => (measured === undefined ? undefined : pick(measured)))));
  return [
    own[0]!.contestant,
    own[0]!.start,
    middle(({ readyAfterMs }) => readyAfterMs),
    own.map(({ measured }) => wholeNumber(measured?.readyAfterMs) || "failed").join(" "),
    middle(({ cpuMs }) => cpuMs),
    middle(({ peakResidentMiB }) => peakResidentMiB),
  ];
}
