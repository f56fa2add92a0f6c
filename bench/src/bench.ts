import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { measureAcceptor } from "./accept-rate.ts";
import type { AcceptRun } from "./accept-run.ts";
import { describeError } from "./describe-error.ts";
import { findRedis } from "./find-redis.ts";
import { acceptorLineUp, type FoundServers, lineUp, rotated } from "./line-up.ts";
import { describeCommit, describeMachine, loadAverage } from "./machine.ts";
import { markSimulatorBound } from "./mark-simulator-bound.ts";
import { type Options, readOptions, usage } from "./options.ts";
import { findPostgresql } from "./own-database.ts";
import { formatReport, type Results } from "./report.ts";
import { runContestant } from "./run-contestant.ts";
import type { Run } from "./run.ts";

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
  const commit = await describeCommit();
  const startedAt = new Date().toISOString();
  const loadAverageAtStart = loadAverage();
  const servers = { postgresql: await findPostgresql(postgresqlUrl), redis: await findRedis(redisUrl) };
  const runs = await runRounds(options, servers, interrupt);
  const acceptRuns = options.acceptRequests === 0 ? [] : await runAcceptRounds(options, servers, interrupt);
  interrupt.throwIfAborted();

  const results: Results = {
    startedAt,
    commit,
    machine: describeMachine(),
    loadAverageAtStart,
    options: reportable,
    ...servers,
    runs,
    acceptRuns,
  };
  const path = options.output ?? fileURLToPath(new URL(`../results/${startedAt.replaceAll(":", "-")}.json`, import.meta.url));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, undefined, 2)}\n`);
  process.stdout.write(`${formatReport(results)}\n`);
  progress(`written to ${path}`);
  if ([...runs, ...acceptRuns].some(({ failures }) => failures.length > 0)) process.exitCode = 1;
}

async function runRounds(options: Options, servers: FoundServers, interrupt: AbortSignal): Promise<readonly Run[]> {
  const contestants = chosen(lineUp(servers, options.identical), options.only);
  const runs: Run[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const ofRound: Run[] = [];
    for (const contestant of rotated(contestants, round)) {
      interrupt.throwIfAborted();
      progress(`round ${round} of ${options.rounds}: ${contestant.name} …`);
      const run = await runContestant(contestant, options, round, interrupt);
      progress(`  ${run.failures.length > 0 ? "FAILED" : `${Math.round(run.measured?.recipientsPerSecond ?? 0)} recipients/s`}`);
      ofRound.push(run);
    }
    runs.push(...markSimulatorBound(ofRound));
  }
  const order = contestants.map(({ name }) => name);
  return runs.toSorted((left, right) => order.indexOf(left.contestant) - order.indexOf(right.contestant));
}

async function runAcceptRounds(options: Options, servers: FoundServers, interrupt: AbortSignal): Promise<readonly AcceptRun[]> {
  const acceptors = chosen(acceptorLineUp(servers), options.only);
  const runs: AcceptRun[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const acceptor of rotated(acceptors, round)) {
      interrupt.throwIfAborted();
      progress(`round ${round} of ${options.rounds}: ${acceptor.name} accepts single messages …`);
      const run = await measureAcceptor(acceptor, options, round, interrupt);
      progress(`  ${run.failures.length > 0 ? "FAILED" : `${Math.round(run.requestsPerSecond ?? 0)} requests/s`}`);
      runs.push(run);
    }
  }
  return runs;
}

function chosen<Named extends { readonly name: string }>(all: readonly Named[], only: readonly string[]): readonly Named[] {
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
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
