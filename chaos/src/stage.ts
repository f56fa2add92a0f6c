import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { startSimulator, type Person, type Simulator } from "@todoke/simulator";

const orchestratorMain = join(dirname(fileURLToPath(import.meta.resolve("@todoke/orchestrator"))), "main.js");

/** Short enough for a test, long enough for a callback to arrive. */
export const unknownHold = "PT5S";

/** A service process that can be killed and started again on the same data, and the providers that it talks to. */
export interface Stage {
  readonly simulator: Simulator;
  readonly serviceUrl: string;
  readonly dataFolder: string;
  startService(): Promise<void>;
  /** SIGKILL, and resolves when the process is gone. */
  killService(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly people: readonly Person[];
  /** Absent: embedded. */
  readonly databaseUrl?: string;
}

export async function setStage({ people, databaseUrl }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "todoke-chaos-"));
  const dataFolder = join(folder, "data");
  const port = await freePort();
  const serviceUrl = `http://127.0.0.1:${port}`;
  const simulator = await startSimulator({
    seed: 7,
    people,
    latencyMs: { min: 50, max: 200 },
    line: { webhookUrl: `${serviceUrl}/v1/inbound/line`, limits: "off" },
    twilio: { statusDelayMs: 50 },
    ledgerPath: join(folder, "ledger.ndjson"),
  });
  const configPath = join(folder, "todoke.config.json");
  writeFileSync(configPath, JSON.stringify(configuration(simulator.url)));
  const environment = {
    PATH: process.env["PATH"],
    TODOKE_CONFIG: configPath,
    TODOKE_DATA_FOLDER: dataFolder,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    PORT: String(port),
    PUBLIC_BASE_URL: serviceUrl,
    LINE_API_BASE_URL: simulator.url,
    LINE_CHANNEL_ACCESS_TOKEN: "line-token",
    LINE_CHANNEL_SECRET: "line-secret",
  };
  let service: ChildProcess | undefined;
  const killService = async () => {
    if (service === undefined || service.exitCode !== null || service.signalCode !== null) return;
    const gone = once(service, "exit");
    service.kill("SIGKILL");
    await gone;
  };
  return {
    simulator,
    serviceUrl,
    dataFolder,
    async startService() {
      service = spawn(process.execPath, [orchestratorMain], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
      await becomesReady(service, serviceUrl);
    },
    killService,
    async close() {
      await killService();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that would take minutes in production takes seconds here. */
function configuration(simulatorUrl: string) {
  return {
    accounts: [
      {
        id: "twilio",
        provider: "twilio",
        settings: {
          accountSid: `AC${"0".repeat(32)}`,
          authToken: "twilio-token",
          from: "+15005550006",
          apiBaseUrl: simulatorUrl,
          reconcile: { lostAnswerDelaysMs: [500, 1_500, 3_000], silenceDelaysMs: [2_000, 5_000, 10_000] },
        },
      },
    ],
    engine: { leaseMs: 3_000, callTimeoutMs: 2_000 },
  };
}

async function becomesReady(service: ChildProcess, serviceUrl: string): Promise<void> {
  const lines: string[] = [];
  for (const stream of [service.stdout, service.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
  for (let tries = 0; tries < 600; tries += 1) {
    if (service.exitCode !== null) throw new Error(`the service ended at once:\n${lines.slice(-5).join("\n")}`);
    const answer = await fetch(`${serviceUrl}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the service did not become ready:\n${lines.slice(-5).join("\n")}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
