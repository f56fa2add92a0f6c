import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { startOrchestratorProcess } from "../contestants/orchestrator-process.ts";
import { describeError } from "../describe-error.ts";
import { describeCommit, describeMachine, loadAverage } from "../machine.ts";
import { startSimulatorProcess } from "../simulator-process.ts";
import { readMillionOptions, usage, type MillionOptions } from "./million-options.ts";
import { millionTable, type MillionRun } from "./million-run.ts";
import { runMillion } from "./run-million.ts";

try {
  const options = readMillionOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage);
  else await measure(options, interruption());
} catch (error) {
  process.stderr.write(`million: ${describeError(error)}\n`);
  process.exitCode = 1;
}

/** Sends to ever more people, up to all, by one service that is started once. */
async function measure({ people, memoryMiB, bench }: MillionOptions, signal: AbortSignal): Promise<void> {
  const startedAt = new Date().toISOString();
  const commit = await describeCommit();
  await using simulator = await startSimulatorProcess({ from: 0, count: people }, "identical", signal);
  await using service = await startOrchestratorProcess("postgresql", { simulator, options: bench, signal });
  const runs: MillionRun[] = [];
  for (const size of sizesUpTo(people)) {
    process.stderr.write(`${size} people …\n`);
    const run = await runMillion(service, simulator, size, memoryMiB, signal);
    for (const failure of run.failures) process.stderr.write(`  FAILED: ${failure}\n`);
    runs.push(run);
  }
  const results = { startedAt, commit, machine: describeMachine(), loadAverageAtEnd: loadAverage(), memoryMiB, runs };
  const path = bench.output ?? fileURLToPath(new URL(`../../results/million-${startedAt.replaceAll(":", "-")}.json`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`${commit}, load ${results.loadAverageAtEnd}\n\n${millionTable(runs)}\n`);
  process.stderr.write(`written to ${path}\n`);
  if (runs.some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

function sizesUpTo(people: number): readonly number[] {
  return [...[1_000, 10_000, 100_000].filter((size) => size < people), people];
}

/** Aborts at Ctrl+C, so that everything is ended and removed on the way out. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => controller.abort(new Error("interrupted")));
  return controller.signal;
}
