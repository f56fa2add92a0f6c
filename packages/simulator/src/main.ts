#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { startSimulator } from "./start-simulator.ts";
import { assertOptions } from "./validation/options.ts";

const usage = `Usage: todoke-simulator [--config FILE] [--port NUMBER] [--provider PACKAGE]...

Speaks LINE's Messaging API and Twilio's Messages API on 127.0.0.1. Prints {"url": "…"} when ready.

  --config FILE       JSON with the options of startSimulator: people, line, twilio, providers, latencyMs, ledgerPath,
                      seed, port
  --port NUMBER       port to listen on; wins over the file's (default: any free port)
  --provider PACKAGE  also the provider whose fake this package brings; may be repeated
  --help              this text
`;

try {
  await main();
} catch (error) {
  process.stderr.write(`todoke-simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: "string" },
      port: { type: "string" },
      provider: { type: "string", multiple: true },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(usage);
    return;
  }
  const simulator = await startSimulator(readOptions(values.config, values.port, values.provider));
  process.stdout.write(`${JSON.stringify({ url: simulator.url })}\n`);
  const stop = () => void simulator.close();
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

function readOptions(path: string | undefined, port: string | undefined, packages: readonly string[] = []) {
  const options: unknown = path === undefined ? {} : readJson(path);
  assertOptions(options);
  const { providers = [] } = options;
  const added = packages.filter((name) => !providers.some(({ fake }) => fake === name)).map((fake) => ({ fake }));
  return {
    ...options,
    ...(port !== undefined && { port: Number(port) }),
    ...(added.length > 0 && { providers: [...providers, ...added] }),
  };
}

function readJson(path: string): unknown {
  const content = readFileSync(path, "utf8");
  try {
    return JSON.parse(content);
  } catch {
    throw new Error(`${path} is not valid JSON.`);
  }
}
