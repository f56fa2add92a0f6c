#!/usr/bin/env node
import { composeOrchestrator } from "./compose.ts";
import { readConfiguration } from "./config.ts";
import type { Orchestrator } from "./orchestrator.ts";
import { startUpFailure } from "./start-up-failure.ts";

/** A stop that takes longer has failed. */
const stopWithinMs = 30_000;

try {
  const orchestrator = await composeOrchestrator(readConfiguration());
  stopOnSignals(orchestrator);
  await start(orchestrator);
} catch (error) {
  process.stderr.write(`todoke: ${startUpFailure(error)}\n`);
  process.exitCode = 1;
}

async function start(orchestrator: Orchestrator): Promise<void> {
  try {
    await orchestrator.start();
  } catch (error) {
    await orchestrator.stop();
    throw error;
  }
}

/** The first signal stops the service in good order, the second at once. */
function stopOnSignals(orchestrator: Orchestrator): void {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      for (const again of ["SIGTERM", "SIGINT"] as const) process.on(again, () => process.exit(1));
      setTimeout(() => process.exit(1), stopWithinMs).unref();
      void orchestrator.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          process.stderr.write(`todoke: the stop failed: ${String(error)}\n`);
          process.exit(1);
        },
      );
    });
  }
}
