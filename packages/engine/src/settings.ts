import { ConfigurationError } from "@todoke/core";
import type { EngineSettings } from "./engine.ts";
import { furthestHorizonMs } from "./pace/priority.ts";

const defaults: EngineSettings = {
  pollIntervalMs: 250,
  callTimeoutMs: 15_000,
  leaseMs: 60_000,
  concurrentCalls: 256,
  quotaCheckIntervalMs: 60_000,
  usedRateShare: 0.93,
  deafGraceMs: 5 * 60_000,
  takesUpWork: true,
};

/** Fills in what is absent. Throws `ConfigurationError` where two settings contradict each other. */
export function readSettings(given: Partial<EngineSettings> = {}): EngineSettings {
  const settings = { ...defaults, ...given };
  const shortestLeaseMs = settings.callTimeoutMs + 2 * furthestHorizonMs;
  if (settings.leaseMs < shortestLeaseMs) {
    throw new ConfigurationError(
      "engine.leaseMs",
      `must be at least ${shortestLeaseMs}, which is callTimeoutMs and two seconds: a call waits for its turn and is made within it`,
    );
  }
  return settings;
}
