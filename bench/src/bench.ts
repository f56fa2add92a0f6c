import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describeError } from "./describe-error.ts";
import { findRedis } from "./find-redis.ts";
import { describeCommit, describeMachine, loadAverage } from "./machine.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { findPostgresql } from "./own-database.ts";
import type { PartContext } from "./parts/part.ts";
import { parts } from "./parts/parts.ts";
import { formatReport, type MeasuredPart, type Results } from "./report.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage);
  else await bench(options, interruption());
} catch (error) {
  process.stderr.write(`bench: ${describeError(error)}\n`);
  process.exitCode = 1;
}

async function bench(options: Options, interrupt: AbortSignal): Promise<void> {
  const { postgresqlUrl, redisUrl, ...reportable } = options;
  const [commit, startedAt, loadAverageAtStart] = [await describeCommit(), new Date().toISOString(), loadAverage()];
  const servers = { postgresql: await findPostgresql(postgresqlUrl), redis: await findRedis(redisUrl) };
  const measured = await measureParts({ options, servers, interrupt, progress });
  interrupt.throwIfAborted();

  const results: Results = {
    startedAt,
    commit,
    machine: describeMachine(),
    loadAverageAtStart,
    options: reportable,
    ...servers,
    parts: measured,
  };
  const path = options.output ?? fileURLToPath(new URL(`../results/${startedAt.replaceAll(":", "-")}.json`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`${formatReport(results)}\n`);
  progress(`written to ${path}`);
  if (measured.some(({ runs }) => runs.some(({ failures }) => failures.length > 0))) process.exitCode = 1;
}

async function measureParts(context: PartContext): Promise<readonly MeasuredPart[]> {
  const measured: MeasuredPart[] = [];
  for (const part of context.options.parts) {
    const startedAtMs = performance.now();
    const results = await parts[part](context);
    measured.push({ ...results, seconds: Math.round((performance.now() - startedAtMs) / 1_000) });
  }
  return measured;
}

/** Aborts at Ctrl+C, so that everything is ended and removed on the way out; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => controller.abort(new Error("interrupted")));
  }
  return controller.signal;
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
