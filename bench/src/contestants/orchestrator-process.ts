import { createServer, type AddressInfo } from "node:net";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createOwnDatabase } from "../own-database.ts";
import { type Child, startChild } from "../processes.ts";
import { createScratchFolder } from "../scratch-folder.ts";
import { credentials } from "../simulator-process.ts";
import type { Arena } from "./contestant.ts";
import { orchestratorKey } from "./orchestrator-key.ts";

const pollIntervalMs = 20;

/** Where the orchestrator keeps what it knows. */
export type Store = "pglite" | "postgresql";

/** The orchestrator as anybody would start it. */
export interface OrchestratorProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: Child;
  /** From the start of the process until it said that it was ready, in milliseconds. */
  readonly readyAfterMs: number;
}

/** A folder and a database in which an orchestrator lives, and can be started again; both go when it is disposed of. */
export interface OrchestratorHome extends AsyncDisposable {
  start(signal: AbortSignal, more?: Readonly<Record<string, string>>): Promise<OrchestratorProcess>;
}

type Surroundings = Pick<Arena, "simulator" | "options">;

/** One that answers and accepts, beside another that sends. */
export interface ApartProcesses extends AsyncDisposable {
  readonly door: OrchestratorProcess;
  readonly sender: OrchestratorProcess;
}

/** Starts both on one PostgreSQL, in a home of their own that goes with them. */
export async function startApart({ signal, ...surroundings }: Surroundings & Pick<Arena, "signal">): Promise<ApartProcesses> {
  await using resources = new AsyncDisposableStack();
  const home = resources.use(await createOrchestratorHome("postgresql", surroundings));
  const sender = resources.use(await home.start(signal));
  const door = resources.use(await home.start(signal, { TODOKE_WORK: "off" }));
  const owned = resources.move();
  return { door, sender, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Starts one in a home of its own that goes with it. */
export async function startOrchestratorProcess(
  store: Store,
  { signal, ...surroundings }: Surroundings & Pick<Arena, "signal">,
): Promise<OrchestratorProcess> {
  await using resources = new AsyncDisposableStack();
  const home = resources.use(await createOrchestratorHome(store, surroundings));
  const started = resources.use(await home.start(signal));
  const owned = resources.move();
  return { ...started, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Makes an empty home. */
export async function createOrchestratorHome(store: Store, { simulator, options }: Surroundings): Promise<OrchestratorHome> {
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await createScratchFolder());
  const database = store === "postgresql" ? resources.use(await createOwnDatabase(options.postgresqlUrl)) : undefined;
  await writeFile(join(folder.path, "todoke.config.json"), JSON.stringify(configuration(simulator.url, options.concurrency)));
  const environment = { LOG_LEVEL: "warn", TODOKE_API_KEY: orchestratorKey, ...(database !== undefined && { DATABASE_URL: database.url }) };
  const owned = resources.move();
  return { start: (signal, more) => startIn(folder.path, { ...environment, ...more }, signal), [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

async function startIn(folder: string, environment: Readonly<Record<string, string>>, signal: AbortSignal): Promise<OrchestratorProcess> {
  await using resources = new AsyncDisposableStack();
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const startedAtMs = performance.now();
  const process = resources.use(
    startChild({
      name: "the orchestrator",
      module: new URL("main.js", import.meta.resolve("@todoke/orchestrator")),
      folder,
      environment: { PORT: String(port), PUBLIC_BASE_URL: url, ...environment },
    }),
  );
  await Promise.race([untilReady(url, signal), process.failure]);
  const readyAfterMs = performance.now() - startedAtMs;
  const owned = resources.move();
  return { url, process, readyAfterMs, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Turns are taken for every call, and none waits for one: as the simulator, LINE and Twilio are without limits here. */
function configuration(apiBaseUrl: string, concurrentCalls: number): object {
  const { channelAccessToken, channelSecret, accountSid, authToken, senderPhone } = credentials;
  const line = { channelAccessToken, channelSecret, notification: true, apiBaseUrl };
  const twilio = { accountSid, authToken, from: senderPhone, apiBaseUrl };
  return {
    engine: { concurrentCalls },
    accounts: [
      { id: "line", provider: "line", settings: line, limits: unlimited("push", "multicast", "profile") },
      { id: "twilio", provider: "twilio", settings: twilio, limits: unlimited("sms-create", "sms-list") },
    ],
  };
}

function unlimited(...endpoints: readonly string[]): object {
  return Object.fromEntries(endpoints.map((endpoint) => [endpoint, { requests: 1_000_000, perMs: 1_000 }]));
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isReady = await fetch(`${url}/readyz`, { signal }).then((response) => response.ok, () => false);
    if (isReady) return;
    await sleep(pollIntervalMs, undefined, { signal });
  }
}

/** A port that was free a moment ago. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
