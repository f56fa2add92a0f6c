import { acceptSummary, type AcceptRun } from "./accept-run.ts";
import type { Machine } from "./machine.ts";
import { medianOfKnown } from "./median.ts";
import { percentage, wholeNumber } from "./number-text.ts";
import type { Options } from "./options.ts";
import type { Measurements, Run } from "./run.ts";
import { textTable } from "./text-table.ts";

/** Everything that one call of the bench found out; what the JSON file holds. */
export interface Results {
  readonly startedAt: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly loadAverageAtStart: number;
  readonly options: Omit<Options, "postgresqlUrl" | "redisUrl">;
  /** Versions of the servers that were found; absent when none answered. */
  readonly postgresql: string | undefined;
  readonly redis: string | undefined;
  readonly runs: readonly Run[];
  readonly acceptRuns: readonly AcceptRun[];
}

const head = [
  "contestant",
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

/** The results for people. */
export function formatReport(results: Results): string {
  const failures = [...results.runs, ...results.acceptRuns].filter((run) => run.failures.length > 0);
  return [
    ...headLines(results),
    "",
    textTable(head, [...Map.groupBy(results.runs, (run) => run.contestant).values()].map((runs) => summary(runs, results.runs))),
    ...boundLines(results.runs),
    ...(results.acceptRuns.length === 0 ? [] : ["", acceptSummary(results.acceptRuns)]),
    ...failures.map((run) => `FAILED: ${run.contestant}, round ${run.round}: ${oneLine(run.failures.join("; "))}`),
  ].join("\n");
}

function headLines({ machine, commit, startedAt, loadAverageAtStart, options, postgresql, redis }: Results): string[] {
  const { pushes, concurrency, rounds, warmUp, identical } = options;
  return [
    `${pushes} ${identical ? "identical" : "personalised"} pushes, ${concurrency} at once, ${rounds} rounds after a warm-up of ${warmUp}; medians.`,
    `${machine.cpuModel}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, load ${loadAverageAtStart} at the start.`,
    `PostgreSQL ${postgresql ?? "not found"}, Redis ${redis ?? "not found"}. ${startedAt}, commit ${commit}.`,
  ];
}

function summary(runs: readonly Run[], all: readonly Run[]): string[] {
  const middle = (pick: (measured: Measurements) => number | undefined) => medianOf(runs, pick);
  const rate = middle((measured) => measured.recipientsPerSecond);
  const baseline = medianOf(all.filter(({ role }) => role === "baseline"), (measured) => measured.recipientsPerSecond);
  return [
    runs[0]!.contestant,
    wholeNumber(rate),
    rate === undefined || baseline === undefined ? "" : (rate / baseline).toFixed(2),
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

/** What a process printed last can be pages long; the JSON has all of it. */
function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= longestReason ? line : `${line.slice(0, longestReason)} …`;
}

const longestReason = 400;

/** The median over the runs that succeeded. */
function medianOf(runs: readonly Run[], pick: (measured: Measurements) => number | undefined): number | undefined {
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
