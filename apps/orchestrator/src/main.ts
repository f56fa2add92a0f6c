#!/usr/bin/env node
import { composeOrchestrator } from "./compose.ts";
import { readConfiguration } from "./config.ts";
import { startUpFailure } from "./start-up-failure.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

try {
  const orchestrator = await composeOrchestrator(readConfiguration());
  stopOnSignals(orchestrator);
  await orchestrator.start();
} catch (error) {
  process.stderr.write(`todoke: ${startUpFailure(error)}\n`);
  process.exit(1);
}
