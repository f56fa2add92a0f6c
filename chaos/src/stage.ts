import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, type Person, type Simulator } from "@todoke/simulator";
import { createServiceProcess } from "./service-process.ts";

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
  /** How long providers take to answer. Default: 50 to 200. */
  readonly latencyMs?: { readonly min: number; readonly max: number };
  /** SMS that Twilio takes in a second. Default: the adapter's. */
  readonly smsPerSecond?: number;
}

export async function setStage({ people, databaseUrl, latencyMs, smsPerSecond }: StageOptions): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "todoke-chaos-"));
  const dataFolder = join(folder, "data");
  const service = await createServiceProcess();
  const simulator = await startSimulator({
    seed: 7,
    people,
    latencyMs: latencyMs ?? { min: 50, max: 200 },
    line: { webhookUrl: `${service.url}/v1/inbound/line`, limits: "off" },
    twilio: { statusDelayMs: 50 },
    ledgerPath: join(folder, "ledger.ndjson"),
  });
  const configPath = join(folder, "todoke.config.json");
  writeFileSync(configPath, JSON.stringify(configuration(simulator.url, smsPerSecond)));
  const environment = {
    TODOKE_CONFIG: configPath,
    TODOKE_DATA_FOLDER: dataFolder,
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
    LINE_API_BASE_URL: simulator.url,
    LINE_CHANNEL_ACCESS_TOKEN: "line-token",
    LINE_CHANNEL_SECRET: "line-secret",
  };
  return {
    simulator,
    serviceUrl: service.url,
    dataFolder,
    startService: () => service.start(environment),
    killService: () => service.kill(),
    async close() {
      await service.kill();
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything that would take minutes in production takes seconds here. */
function configuration(simulatorUrl: string, smsPerSecond: number | undefined) {
  return {
    accounts: [
      {
        id: "twilio",
        provider: "twilio",
        ...(smsPerSecond !== undefined && { limits: { "sms-create": { requests: smsPerSecond, perMs: 1_000 } } }),
        settings: {
          accountSid: `AC${"0".repeat(32)}`,
          authToken: "twilio-token",
          from: "+15005550006",
          apiBaseUrl: simulatorUrl,
          reconcile: { lostAnswerDelaysMs: [500, 1_500, 3_000], silenceDelaysMs: [2_000, 5_000, 10_000] },
        },
      },
    ],
    engine: { leaseMs: 5_000, callTimeoutMs: 2_000 },
  };
}
