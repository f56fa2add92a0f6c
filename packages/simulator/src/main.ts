#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { isObject } from "./json.ts";
import { startSimulator } from "./start-simulator.ts";
import { assertOptions } from "./validation/options.ts";

const usage = `Usage: todoke-simulator [--config FILE] [--port NUMBER]

Speaks LINE's Messaging API and Twilio's Messages API on 127.0.0.1. Prints {"url": "…"} when ready.

  --config FILE   JSON with the options of startSimulator: people, line, twilio, latencyMs, ledgerPath, seed, port
  --port NUMBER   port to listen on; wins over the file's (default: any free port)
  --help          this text
`;

try {
  await main();
} catch (error) {
  process.stderr.write(`todoke-simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { config: { type: "string" }, port: { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const simulator = await startSimulator(readOptions(values.config, values.port));
  process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
  const stop = () => void simulator.close();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function readOptions(path: string | undefined, port: string | undefined) {
  const fromFile = path === undefined ? {} : readJson(path);
  const options: unknown = isObject(fromFile) && port !== undefined ? { ...fromFile, port: Number(port) } : fromFile;
  assertOptions(options);
  return options;
}

function readJson(path: string): unknown {
  const content = readFileSync(path, "utf8");
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`${path} is not valid JSON.`);
  }
}
