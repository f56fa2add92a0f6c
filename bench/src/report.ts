import { acceptTable } from "./accept/accept-run.ts";
import type { Machine } from "./machine.ts";
import type { Options } from "./options.ts";
import type { PartResults } from "./parts/part.ts";
import { scaleTable } from "./scale/scale-run.ts";
import { sendingTable } from "./sending-table.ts";
import { startTable } from "./start/start-run.ts";
import { switchTable } from "./switch/switch-run.ts";

/** What a part found out, and how long that took. */
export type MeasuredPart = PartResults & { readonly seconds: number };

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
  readonly parts: readonly MeasuredPart[];
}

/** The results for people. */
export function formatReport(results: Results): string {
  return [...headLines(results), ...results.parts.map(formatPart)].join("\n\n");
}

function headLines({ machine, commit, startedAt, loadAverageAtStart, options, postgresql, redis }: Results): string[] {
  const { concurrency, rounds, warmUp } = options;
  return [
    [
      `${concurrency} calls at once, ${rounds} rounds after a warm-up of ${warmUp} people; medians.`,
      `${machine.cpuModel}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}, Node ${machine.node}, load ${loadAverageAtStart} at the start.`,
      `PostgreSQL ${postgresql ?? "not found"}, Redis ${redis ?? "not found"}. ${startedAt}, commit ${commit}.`,
    ].join("\n"),
  ];
}

function formatPart(measured: MeasuredPart): string {
  const failed = measured.runs.filter(({ failures }) => failures.length > 0);
  return [
    `${titles[measured.part]} (${measured.seconds} s)`,
    "",
    tableOf(measured),
    ...failed.map(({ contestant, round, failures }) => `FAILED: ${contestant}, round ${round}: ${oneLine(failures.join("; "))}`),
  ].join("\n");
}

const titles: Readonly<Record<PartResults["part"], string>> = {
  personalised: "personalised: everybody gets a text of their own, and an SMS is armed behind LINE",
  identical: "identical: everybody gets the same text; Todoke and the bare loop multicast, the loop pushes",
  failover: "failover: LINE does not reach a fifth, and an SMS follows",
  accept: "accept: single messages over HTTP, beside a bare handler with one INSERT",
  scale: "scale: what a recipient of identical content costs, by how many are sent to at once",
  start: "start: from the start of the process until it is ready",
  switch: "switch: from LINE's failure for one person to the SMS, as the simulator saw both",
};

function tableOf(results: PartResults): string {
  switch (results.part) {
    case "accept":
      return acceptTable(results.runs);
    case "scale":
      return scaleTable(results.runs);
    case "start":
      return startTable(results.runs);
    case "switch":
      return switchTable(results.runs);
    default:
      return sendingTable(results.runs);
  }
}

/** What a process printed last can be pages long; the JSON has all of it. */
function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length <= longestReason ? line : `${line.slice(0, longestReason)} …`;
}

const longestReason = 400;
