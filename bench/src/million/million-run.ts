import { wholeNumber } from "../number-text.ts";
import { textTable } from "../text-table.ts";
import type { Sample } from "./watch.ts";

/** One message to so many people: streamed in, started, sent. Times are in milliseconds. */
export interface MillionRun {
  readonly people: number;
  readonly addingMs: number;
  /** From asking for the start to its answer. */
  readonly startMs: number;
  /** From that answer to the last outcome. */
  readonly sendingMs: number;
  /** Processor time of the service for each recipient, in microseconds: while they came in, and from the start on. */
  readonly addingCpuMicroseconds: number | undefined;
  readonly sendingCpuMicroseconds: number | undefined;
  /** Of the whole PostgreSQL server, with whoever else uses it. */
  readonly postgresqlMicroseconds: number | undefined;
  /** The most that any look at the process saw. */
  readonly residentMiB: number | undefined;
  readonly samples: readonly Sample[];
  /** What was not as it must be. */
  readonly failures: readonly string[];
}

const head = ["people", "added/s", "start ms", "sent/s", "µs each", "to the smallest", "CPU µs adding", "CPU µs sending", "PostgreSQL µs", "most MiB", "looks", "marks"];

export function millionTable(runs: readonly MillionRun[]): string {
  const [smallest] = runs;
  return textTable(head, runs.map((run) => [
    wholeNumber(run.people),
    wholeNumber((run.people / run.addingMs) * 1_000),
    wholeNumber(run.startMs),
    wholeNumber((run.people / run.sendingMs) * 1_000),
    microsecondsEach(run).toFixed(1),
    smallest === undefined ? "" : (microsecondsEach(run) / microsecondsEach(smallest)).toFixed(2),
    run.addingCpuMicroseconds?.toFixed(1) ?? "",
    run.sendingCpuMicroseconds?.toFixed(1) ?? "",
    run.postgresqlMicroseconds?.toFixed(1) ?? "",
    wholeNumber(run.residentMiB),
    wholeNumber(run.samples.length),
    run.failures.length === 0 ? "" : "FAILED",
  ]));
}

function microsecondsEach({ people, addingMs, startMs, sendingMs }: MillionRun): number {
  return ((addingMs + startMs + sendingMs) / people) * 1_000;
}
