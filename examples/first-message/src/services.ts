import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { SimulatorOptions } from "@todoke/simulator";
import type { Child, Children } from "./children.ts";
import { Failure } from "./failure.ts";
import { toSimulatedPeople, type PersonRow } from "./people.ts";
import type { Place } from "./place.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** What the service shows to the simulator, and the simulator expects of it. */
const simulatedCredentials = {
  channelAccessToken: "simulated-line-token",
  channelSecret: "simulated-line-secret",
  accountSid: "AC00000000000000000000000000000000",
  authToken: "simulated-twilio-token",
  from: "+15005550006",
};

/**
 * Starts LINE and Twilio, as simulated, in a process of their own. What they accepted is kept in `ledger.ndjson` and
 * goes on growing at the next start. Resolves with the address when they answer.
 */
export async function startSimulator(children: Children, place: Place, people: readonly PersonRow[]): Promise<string> {
  const { channelAccessToken, channelSecret, accountSid, authToken } = simulatedCredentials;
  const options: SimulatorOptions = {
    seed: 1,
    people: toSimulatedPeople(people),
    latencyMs: { min: 30, max: 120 },
    line: { channelAccessToken, channelSecret, webhookUrl: `${place.baseUrl}/v1/inbound/line`, deliveryDelayMs: 500 },
    twilio: { accountSid, authToken, statusDelayMs: 400 },
    ledgerPath: join(place.dataFolder, "ledger.ndjson"),
  };
  const configPath = join(place.dataFolder, "simulator.json");
  writeFileSync(configPath, JSON.stringify(options, null, 2));
  const { firstLine } = children.start({
    name: "simulator",
    script: builtMain("@todoke/simulator"),
    arguments: ["--config", configPath, "--port", "0"],
    environment: process.env,
    workingFolder: place.repositoryFolder,
    logPath: join(place.dataFolder, "simulator.log"),
  });
  return (JSON.parse(await firstLine) as { url: string }).url;
}

/** Starts the service beside the simulator, on an embedded database of its own, whatever else the environment says. */
export function startSimulatedService(children: Children, place: Place, simulatorUrl: string): Child {
  const { channelAccessToken, channelSecret, accountSid, authToken, from } = simulatedCredentials;
  return startService(children, place.repositoryFolder, join(place.dataFolder, "orchestrator.log"), {
    LOG_LEVEL: "warn",
    ...process.env,
    HOST: "127.0.0.1",
    TODOKE_API_KEY: place.apiKey,
    PORT: String(place.port),
    PUBLIC_BASE_URL: place.baseUrl,
    DATABASE_URL: "",
    TODOKE_DATA_FOLDER: place.dataFolder,
    LINE_API_BASE_URL: simulatorUrl,
    LINE_DATA_API_BASE_URL: simulatorUrl,
    LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken,
    LINE_CHANNEL_SECRET: channelSecret,
    LINE_NOTIFICATION: "true",
    TWILIO_API_BASE_URL: simulatorUrl,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_FROM: from,
    TWILIO_MESSAGING_SERVICE_SID: "",
  });
}

/** Starts the service with the environment as it is; its log goes to this terminal. */
export function startRealService(children: Children, repositoryFolder: string, port: number): Child {
  return startService(children, repositoryFolder, undefined, { ...process.env, PORT: String(port) });
}

function startService(
  children: Children,
  repositoryFolder: string,
  logPath: string | undefined,
  environment: Environment,
): Child {
  return children.start({
    name: "orchestrator",
    script: builtMain("@todoke/orchestrator"),
    environment,
    workingFolder: repositoryFolder,
    ...(logPath !== undefined && { logPath }),
  });
}

function builtMain(packageName: string): URL {
  const main = new URL("main.js", import.meta.resolve(packageName));
  if (existsSync(fileURLToPath(main))) return main;
  throw new Failure(`${packageName} is not built yet: run \`npx --yes pnpm@12.4.2 start\` in the repository's root.`);
}
