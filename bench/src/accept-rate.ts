import { Pool } from "undici";
import type { AcceptRun } from "./accept-run.ts";
import { checkLedger } from "./check-ledger.ts";
import type { BareInsertSettings } from "./children/bare-insert.ts";
import { checkMessages } from "./contestants/check-messages.ts";
import { OrchestratorClient } from "./contestants/orchestrator-client.ts";
import { requestFor, tellThatReachable } from "./contestants/orchestrator.ts";
import { startOrchestratorProcess, type Store } from "./contestants/orchestrator-process.ts";
import type { IndexRange } from "./index-range.ts";
import { describeFailure } from "./describe-error.ts";
import type { Options } from "./options.ts";
import { createOwnDatabase } from "./own-database.ts";
import { cpuOfProcess } from "./process-statistics.ts";
import { startChild } from "./processes.ts";
import { runConcurrently } from "./run-concurrently.ts";
import { startSimulatorProcess } from "./simulator-process.ts";
import { wallClockMs } from "./wall-clock.ts";

/** The orchestrator's server connects this often by itself. */
const databaseConnections = 8;

/** Something that accepts single messages over HTTP. */
export interface Acceptor {
  readonly name: string;
  readonly isBaseline: boolean;
  run(options: Options, signal: AbortSignal): Promise<AcceptFigures>;
}

type AcceptFigures = Pick<AcceptRun, "requestsPerSecond" | "outcomesPerSecond" | "cpuPerRequest" | "failures">;

/** The orchestrator, which sends what it accepts while it accepts more. */
export function acceptingOrchestrator(store: Store): Acceptor {
  return { name: `todoke-${store}`, isBaseline: false, run: (options, signal) => runOrchestrator(store, options, signal) };
}

/** One handler with one INSERT on the same PostgreSQL. */
export const bareInsert: Acceptor = { name: "fastify-insert", isBaseline: true, run: runBareInsert };

/** Measures one acceptor once. Never rejects: what goes wrong is a failure of the run. */
export async function measureAcceptor(acceptor: Acceptor, options: Options, round: number, interrupt: AbortSignal): Promise<AcceptRun> {
  const common = { contestant: acceptor.name, isBaseline: acceptor.isBaseline, round, requests: options.acceptRequests };
  const signal = AbortSignal.any([interrupt, AbortSignal.timeout(options.runLimitMs)]);
  try {
    return { ...common, ...(await acceptor.run(options, signal)) };
  } catch (error) {
    return { ...common, failures: [describeFailure(error, signal)] };
  }
}

async function runOrchestrator(store: Store, options: Options, signal: AbortSignal): Promise<AcceptFigures> {
  const { measured, warmUp } = rangesFor(options);
  const everybody = { from: measured.from, count: measured.count + warmUp.count };
  await using simulator = await startSimulatorProcess(1 + everybody.count, signal);
  await using service = await startOrchestratorProcess(store, { simulator, options, signal });
  await using client = new OrchestratorClient(service.url, options.concurrency, signal);
  await tellThatReachable(client, everybody);
  const { startedAtMs, ...rates } = await measurePosts(service.url, service.process.processId, options, signal);
  await client.allCompleted();
  const messages = await Array.fromAsync(client.messages());
  const endedAtMs = Math.max(...messages.map(({ completedAt }) => Date.parse(completedAt ?? "")));
  const failures = [
    ...(messages.length === everybody.count ? [] : [`${messages.length} messages are listed, ${everybody.count} were accepted`]),
    ...checkLedger(await simulator.ledger(0, signal), everybody),
    ...(await checkMessages(client, messages.slice(0, checkedMessages))),
  ];
  return { ...rates, outcomesPerSecond: (measured.count / (endedAtMs - startedAtMs)) * 1_000, failures };
}

/** Each costs a request; the ledger is checked for all of them. */
const checkedMessages = 100;

async function runBareInsert(options: Options, signal: AbortSignal): Promise<AcceptFigures> {
  await using database = await createOwnDatabase(options.postgresqlUrl);
  const settings: BareInsertSettings = { databaseUrl: database.url, connections: databaseConnections };
  const module = new URL("children/bare-insert.ts", import.meta.url);
  await using server = startChild({ name: "the bare server", module, arguments: [JSON.stringify(settings)] });
  const url = (await server.nextMessage(signal)) as string;
  const { requestsPerSecond, cpuPerRequest } = await measurePosts(url, server.processId, options, signal);
  return { requestsPerSecond, cpuPerRequest, failures: [] };
}

function rangesFor({ acceptRequests }: Options): { readonly measured: IndexRange; readonly warmUp: IndexRange } {
  const warmUp = Math.ceil(acceptRequests / 5);
  return { measured: { from: 1, count: acceptRequests }, warmUp: { from: 1 + acceptRequests, count: warmUp } };
}

/** Posts one message to each person, first those of the warm-up; every answer must be a 202. */
async function measurePosts(url: string, processId: number, options: Options, signal: AbortSignal) {
  const { measured, warmUp } = rangesFor(options);
  const pool = new Pool(url, { connections: options.concurrency });
  try {
    await postEach(pool, warmUp, options, signal);
    const cpuBefore = cpuOfProcess(processId);
    const startedAtMs = wallClockMs();
    await postEach(pool, measured, options, signal);
    const elapsedMs = wallClockMs() - startedAtMs;
    const cpuAfter = cpuOfProcess(processId);
    return {
      startedAtMs,
      requestsPerSecond: (measured.count / elapsedMs) * 1_000,
      cpuPerRequest: cpuBefore === undefined || cpuAfter === undefined ? undefined : (cpuAfter - cpuBefore) / measured.count,
    };
  } finally {
    await pool.destroy();
  }
}

function postEach(pool: Pool, { from, count }: IndexRange, options: Options, signal: AbortSignal): Promise<void> {
  const headers = { "content-type": "application/json" };
  return runConcurrently(count, options.concurrency, async (offset) => {
    const body = requestFor({ from: from + offset, count: 1 }, options.identical);
    const response = await pool.request({ method: "POST", path: "/v1/messages", headers, body, signal });
    const text = await response.body.text();
    if (response.statusCode !== 202) throw new Error(`a message was answered ${response.statusCode}: ${text.slice(0, 300)}`);
  });
}
