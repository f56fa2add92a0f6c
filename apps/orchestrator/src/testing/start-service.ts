import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, type SimulatorOptions, startSimulator } from "@todoke/simulator";
import { administer, administerEmbedded, putEmbeddedDatabase } from "@todoke/test-databases";
import { freePort } from "@todoke/test-databases/free-port";
import { composeOrchestrator } from "../compose.ts";
import { type Configuration, readConfiguration } from "../config.ts";
import type { Orchestrator } from "../orchestrator.ts";
import { testKey } from "./test-key.ts";

/** The service on an embedded database, beside a simulator that plays LINE and Twilio. */
export interface RunningService {
  readonly url: string;
  readonly simulator: Simulator;
  /** Where the embedded database lives. */
  readonly dataFolder: string;
  stop(): Promise<void>;
  /** Stops the service, and starts it again on the same data at the same address. */
  restart(): Promise<void>;
  /** The same, and meanwhile so much time passes by the database's clock. */
  restartLater(milliseconds: number): Promise<void>;
  /** Starts the service once more on the same PostgreSQL, as another process would. Gives its address; ends with all else. */
  startAnother(): Promise<string>;
  /** Ends everything and removes the data folder. */
  close(): Promise<void>;
}

const twilioAccountSid = `AC${"0".repeat(32)}`;

export interface ServiceOptions {
  /** Stands over the usual settings; an empty value takes one away. */
  readonly environment?: Record<string, string>;
  /** The configuration file. */
  readonly configuration?: object;
  readonly simulator?: SimulatorOptions;
  /** Takes every line of the log; without it there is none. */
  readonly log?: { write(line: string): void };
  /** In place of the system's name servers. */
  readonly resolveName?: Configuration["resolveName"];
}

/** Starts both for a test. */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const folder = await mkdtemp(join(tmpdir(), "todoke-service-"));
  if (options.configuration !== undefined) {
    await writeFile(join(folder, "todoke.config.json"), JSON.stringify(options.configuration));
  }
  if (options.environment?.["DATABASE_URL"] === undefined) await putEmbeddedDatabase(join(folder, "data"));
  const port = await freePort();
  const publicBaseUrl = `http://127.0.0.1:${port}`;
  const simulator = await startSimulator({
    ...options.simulator,
    line: { webhookUrl: `${publicBaseUrl}/v1/inbound/line`, ...options.simulator?.line },
    twilio: { inboundUrl: `${publicBaseUrl}/v1/inbound/twilio`, ...options.simulator?.twilio },
  });
  const environment = {
    PORT: String(port),
    LOG_LEVEL: "silent",
    TODOKE_API_KEY: testKey,
    TODOKE_SECRETS_KEY: Buffer.alloc(32, "a key of tests").toString("base64"),
    PUBLIC_BASE_URL: publicBaseUrl,
    TODOKE_DATA_FOLDER: join(folder, "data"),
    SIMULATOR_URL: simulator.url,
    LINE_API_BASE_URL: simulator.url,
    LINE_DATA_API_BASE_URL: simulator.url,
    LINE_CHANNEL_ACCESS_TOKEN: "line-token",
    LINE_CHANNEL_SECRET: "line-secret",
    TWILIO_API_BASE_URL: simulator.url,
    TWILIO_ACCOUNT_SID: twilioAccountSid,
    TWILIO_AUTH_TOKEN: "twilio-token",
    TWILIO_FROM: "+815000000000",
    ...options.environment,
  };
  const { log, resolveName } = options;
  const beside = { ...(log && { logLevel: "trace", logStream: log }), ...(resolveName && { resolveName }) };
  const compose = (more: Record<string, string> = {}) => composeOrchestrator({ ...readConfiguration({ ...environment, ...more }, folder), ...beside });
  const others: Orchestrator[] = [];
  let orchestrator = await compose();
  const restart = async (meanwhile?: () => Promise<void>) => {
    await orchestrator.stop();
    await meanwhile?.();
    orchestrator = await compose();
    await orchestrator.start();
  };
  return {
    url: await orchestrator.start(),
    simulator,
    dataFolder: join(folder, "data"),
    stop: () => orchestrator.stop(),
    restart,
    restartLater: (milliseconds) => restart(() => moveClock(environment, milliseconds)),
    startAnother: async () => {
      const other = await compose({ PORT: "0" });
      others.push(other);
      return other.start();
    },
    close: async () => {
      await Promise.all([orchestrator, ...others].map((each) => each.stop()));
      await simulator.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function moveClock(environment: Record<string, string>, milliseconds: number): Promise<void> {
  const { DATABASE_URL, DATABASE_SCHEMA, TODOKE_DATA_FOLDER } = environment;
  const move = (schema: string) => `update ${schema}.clock_offset set milliseconds = milliseconds + ${milliseconds}`;
  await (DATABASE_URL === undefined ? administerEmbedded(TODOKE_DATA_FOLDER!, move("public")) : administer(move(DATABASE_SCHEMA!)));
}
