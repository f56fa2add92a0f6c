import { cpuOfProcess, cpuOfProcessesNamed } from "./process-statistics.ts";

/** Processor time used so far, in microseconds. */
export interface CpuReading {
  readonly contestant: number | undefined;
  readonly simulator: number | undefined;
  readonly postgresql: number | undefined;
  readonly redis: number | undefined;
  readonly driver: number | undefined;
}

const readingNames = ["contestant", "simulator", "postgresql", "redis", "driver"] as const;

/** Where nothing is sent, there may be no simulator. */
export function readCpu(contestantId: number, simulatorId?: number): CpuReading {
  return {
    contestant: cpuOfProcess(contestantId),
    simulator: simulatorId === undefined ? undefined : cpuOfProcess(simulatorId),
    postgresql: cpuOfProcessesNamed("postgres"),
    redis: cpuOfProcessesNamed("redis-server"),
    driver: cpuOfProcess(process.pid),
  };
}

/** What was used between two readings. */
export function cpuBetween(before: CpuReading, after: CpuReading): CpuReading {
  const used = readingNames.map((name) => [name, difference(before[name], after[name])] as const);
  return Object.fromEntries(used) as Record<(typeof readingNames)[number], number | undefined>;
}

function difference(before: number | undefined, after: number | undefined): number | undefined {
  return before === undefined || after === undefined ? undefined : after - before;
}
