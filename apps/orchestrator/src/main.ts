#!/usr/bin/env node
import { collectEarly } from "./collect-early.ts";
import { composeOrchestrator } from "./compose.ts";
import { processEnvironment, readConfiguration } from "./config.ts";
import { runMoveCommand } from "./move-command.ts";
import { tellFirstKey } from "./first-key.ts";
import { startUpFailure } from "./start-up-failure.ts";
import { stopOnSignals } from "./stop-on-signals.ts";

const [command, ...args] = process.argv.slice(2);

try {
  if (command === "move") {
    await runMoveCommand(args, { environment: processEnvironment, workingFolder: process.cwd(), write: (text) => process.stdout.write(text) });
  } else {
    collectEarly();
    const configuration = readConfiguration();
    const orchestrator = await composeOrchestrator(configuration);
    stopOnSignals(orchestrator);
    await orchestrator.start();
    await tellFirstKey(orchestrator.engines, configuration, (text) => process.stderr.write(text));
  }
} catch (error) {
  process.stderr.write(`todoke: ${startUpFailure(error, command === "move" ? "the move" : undefined)}\n`);
  process.exit(1);
}
