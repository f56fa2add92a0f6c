import { createServer, type AddressInfo } from "node:net";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createOwnDatabase } from "../own-database.ts";
import { type Child, startChild } from "../processes.ts";
import { createScratchFolder } from "../scratch-folder.ts";
import { credentials } from "../simulator-process.ts";
import type { Arena } from "./contestant.ts";

/** Where the orchestrator keeps what it knows. */
export type Store = "pglite" | "postgresql";

/** The orchestrator as anybody would start it, on a database of its own that goes with it. */
export interface OrchestratorProcess extends AsyncDisposable {
  readonly url: string;
  readonly process: Child;
}

export async function startOrchestratorProcess(
  store: Store,
  { simulator, options, signal }: Pick<Arena, "simulator" | "options" | "signal">,
): Promise<OrchestratorProcess> {
  await using resources = new AsyncDisposableStack();
  const folder = resources.use(await createScratchFolder());
  const database = store === "postgresql" ? resources.use(await createOwnDatabase(options.postgresqlUrl)) : undefined;
  await writeFile(join(folder.path, "todoke.config.json"), JSON.stringify(configuration(simulator.url, options.concurrency)));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = resources.use(
    startChild({
      name: "the orchestrator",
      module: new URL("main.js", import.meta.resolve("@todoke/orchestrator")),
      folder: folder.path,
      environment: {
        PORT: String(port),
        PUBLIC_BASE_URL: url,
        LOG_LEVEL: "warn",
        TWILIO_API_BASE_URL: simulator.url,
        TWILIO_ACCOUNT_SID: credentials.accountSid,
        TWILIO_AUTH_TOKEN: credentials.authToken,
        TWILIO_FROM: "+15005550006",
        ...(database !== undefined && { DATABASE_URL: database.url }),
      },
    }),
  );
  await Promise.race([untilReady(url, signal), child.failure]);
  const owned = resources.move();
  return { url, process: child, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Turns are taken for every call, and none waits for one: as the simulator, LINE is without limits here. */
function configuration(simulatorUrl: string, concurrentCalls: number): object {
  const { channelAccessToken, channelSecret } = credentials;
  const settings = { channelAccessToken, channelSecret, apiBaseUrl: simulatorUrl };
  const unlimited = { requests: 1_000_000, perMs: 1_000 };
  const limits = { push: unlimited, multicast: unlimited, profile: unlimited };
  return { engine: { concurrentCalls }, accounts: [{ id: "line", provider: "line", settings, limits }] };
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const isReady = await fetch(`${url}/readyz`, { signal }).then((response) => response.ok, () => false);
    if (isReady) return;
    await sleep(100, undefined, { signal });
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
