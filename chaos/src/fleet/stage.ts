import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Person } from "@todoke/simulator";
import { startFront } from "./front.ts";
import { createServiceProcess, type ServiceProcess } from "./service-process.ts";
import { startSimulatorProcess, type SimulatorProcess } from "./simulator-process.ts";

/** Short enough for a test, long enough for a callback to arrive. */
export const unknownHold = "PT5S";

/** Processes of the service that can be killed and started again on the same data, and the providers that they talk to. */
export interface Stage {
  readonly simulator: SimulatorProcess;
  /** Of a balancer before all of them: callers and providers know no other. */
  readonly url: string;
  readonly services: readonly ServiceProcess[];
  /** Of the embedded database. */
  readonly dataFolder: string;
  /** Resolves when all are ready. */
  startServices(): Promise<void>;
  killServices(): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  readonly people: readonly Person[];
  /** Absent: embedded. */
  readonly databaseUrl?: string | undefined;
  /** Default: 1. */
  readonly processes?: number;
  /** How long providers take to answer. Default: 50 to 200. */
  readonly latencyMs?: { readonly min: number; readonly max: number };
  /** SMS that the account may send in a second. Default: 500, so that many calls are under way at a time. */
  readonly smsPerSecond?: number;
  /** Default: what would take minutes in production takes seconds. */
  readonly engine?: { readonly leaseMs?: number; readonly callTimeoutMs?: number };
}

export async function setStage(options: StageOptions): Promise<Stage> {
  const { people, databaseUrl, processes = 1, latencyMs = { min: 50, max: 200 } } = options;
  const folder = mkdtempSync(join(tmpdir(), "todoke-chaos-"));
  const dataFolder = join(folder, "data");
  const front = await startFront();
  const simulator = await startSimulatorProcess({
    seed: 7,
    people,
    latencyMs,
    line: { webhookUrl: `${front.url}/v1/inbound/line`, limits: "off" },
    twilio: { statusDelayMs: 50 },
    ledgerPath: join(folder, "ledger.ndjson"),
  });
  const configPath = join(folder, "todoke.config.json");
  writeFileSync(configPath, JSON.stringify(configuration(simulator.url, options)));
  const environment = {
    TODOKE_CONFIG: configPath,
    TODOKE_DATA_FOLDER: dataFolder,
    PUBLIC_BASE_URL: front.url,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    LINE_API_BASE_URL: simulator.url,
    LINE_CHANNEL_ACCESS_TOKEN: "line-token",
    LINE_CHANNEL_SECRET: "line-secret",
  };
  const services: ServiceProcess[] = [];
  for (let count = 0; count < processes; count += 1) services.push(await createServiceProcess(environment));
  front.forwardTo(services.map(({ port }) => port));
  const killServices = async () => void (await Promise.all(services.map((service) => service.kill())));
  return {
    simulator,
    url: front.url,
    services,
    dataFolder,
    startServices: async () => void (await Promise.all(services.map((service) => service.start()))),
    killServices,
    async close() {
      await killServices();
      await front.close();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function configuration(simulatorUrl: string, { smsPerSecond = 500, engine }: StageOptions) {
  return {
    accounts: [
      {
        id: "twilio",
        provider: "twilio",
        limits: { "sms-create": { requests: smsPerSecond, perMs: 1_000 } },
        settings: {
          accountSid: `AC${"0".repeat(32)}`,
          authToken: "twilio-token",
          from: "+15005550006",
          apiBaseUrl: simulatorUrl,
          reconcile: { lostAnswerDelaysMs: [500, 1_500, 3_000], silenceDelaysMs: [2_000, 5_000, 10_000] },
        },
      },
    ],
    engine: engine ?? { leaseMs: 5_000, callTimeoutMs: 2_000 },
  };
}
