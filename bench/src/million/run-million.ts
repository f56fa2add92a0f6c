import { setTimeout as sleep } from "node:timers/promises";
import type { OrchestratorProcess } from "../contestants/orchestrator-process.ts";
import { cpuOfProcess, cpuOfProcessesNamed } from "../process-statistics.ts";
import type { SimulatorProcess } from "../simulator-process.ts";
import type { MillionRun } from "./million-run.ts";
import { addPeople, openMessage, readMessage, startMessage, type OpenedMessage } from "./upload.ts";
import { Watch, type Sample } from "./watch.ts";

const pollIntervalMs = 50;

/** Sends one message to so many people, and looks at it once a second. */
export async function runMillion(
  { url, process: { processId } }: OrchestratorProcess,
  simulator: SimulatorProcess,
  people: number,
  memoryMiB: number,
  signal: AbortSignal,
): Promise<MillionRun> {
  const before = (await simulator.ledger(0, signal)).length;
  const { id } = await openMessage(url, signal);
  const watch = new Watch(url, id, processId, signal);
  const postgresqlBefore = cpuOfProcessesNamed("postgres");
  const adding = await timed(processId, people, () => addPeople(url, id, people, signal));
  const starting = await timed(processId, people, () => startMessage(url, id, signal));
  const sending = await timed(processId, people, () => untilCompleted(url, id, signal));
  const postgresqlAfter = cpuOfProcessesNamed("postgres");
  const samples = await watch.stop();
  const residentMiB = mostOf(samples);
  const ledger = (await simulator.ledger(before, signal)).flatMap(({ to }) => to);
  return {
    people,
    addingMs: adding.tookMs,
    startMs: starting.tookMs,
    sendingMs: sending.tookMs,
    addingCpuMicroseconds: adding.cpuMicroseconds,
    sendingCpuMicroseconds: sending.cpuMicroseconds,
    postgresqlMicroseconds:
      postgresqlBefore === undefined || postgresqlAfter === undefined ? undefined : (postgresqlAfter - postgresqlBefore) / people,
    residentMiB,
    samples,
    failures: [
      ...samples.flatMap(({ atMs, discrepancies }) => discrepancies.map((what) => `after ${atMs} ms: ${what}`)),
      ...unlike("recipients that LINE accepted", outcomesOf(await readMessage(url, id, signal)), people),
      ...unlike("people in the simulator's ledger", ledger.length, people),
      ...unlike("different people there", new Set(ledger).size, people),
      ...(residentMiB !== undefined && residentMiB > memoryMiB ? [`held ${residentMiB} MiB, and ${memoryMiB} are allowed`] : []),
    ],
  };
}

async function timed(processId: number, people: number, work: () => Promise<unknown>) {
  const cpuBefore = cpuOfProcess(processId);
  const startedAtMs = performance.now();
  await work();
  const tookMs = performance.now() - startedAtMs;
  const cpuAfter = cpuOfProcess(processId);
  return { tookMs, cpuMicroseconds: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / people };
}

async function untilCompleted(url: string, id: string, signal: AbortSignal): Promise<void> {
  while ((await readMessage(url, id, signal)).status !== "completed") await sleep(pollIntervalMs, undefined, { signal });
}

function outcomesOf({ counts: { outcomes } }: OpenedMessage): number {
  return outcomes.filter(({ outcome }) => outcome === "accepted").reduce((sum, { count }) => sum + count, 0);
}

function mostOf(samples: readonly Sample[]): number | undefined {
  const seen = samples.flatMap(({ residentMiB }) => residentMiB ?? []);
  return seen.length === 0 ? undefined : Math.max(...seen);
}

function unlike(what: string, found: number, expected: number): readonly string[] {
  return found === expected ? [] : [`${found} ${what}, and not ${expected}`];
}
