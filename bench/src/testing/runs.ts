import type { Role } from "../contestants/contestant.ts";
import type { Measurements, Run } from "../run.ts";

const measurements: Measurements = {
  elapsedMs: 1_000,
  recipientsPerSecond: 1_000,
  dispatchMs: 800,
  dispatchPerSecond: 1_250,
  reachedShare: 1,
  cpuPerRecipient: 300,
  cpuElsewhere: { simulator: 120, postgresql: 0, redis: 0, driver: 1 },
  simulatorCores: 0.3,
  peakResidentMiB: 150,
  loadAverage: 1,
};

/** A run that went well, but for what `change` says of its measurements. */
export function runOf(contestant: string, role: Role, round: number, change: Partial<Measurements> = {}): Run {
  return {
    contestant,
    role,
    round,
    recipients: 1_000,
    measured: { ...measurements, ...change },
    failures: [],
    simulatorBound: [],
  };
}

/** A run that failed before anything could be measured. */
export function failedRunOf(contestant: string, role: Role, round: number, failure: string): Run {
  return { contestant, role, round, recipients: 1_000, failures: [failure], simulatorBound: [] };
}
