import type { Role } from "./contestants/contestant.ts";

/** What one run of one contestant came to. */
export interface Run {
  readonly contestant: string;
  readonly role: Role;
  /** From 1. */
  readonly round: number;
  /** How many people it sent to. */
  readonly recipients: number;
  /** Absent when the run failed before it could be measured. */
  readonly measured?: Measurements;
  /** Why the run does not count, one sentence each; empty when it was correct. */
  readonly failures: readonly string[];
  /** Why the simulator and not the contestant may have set the pace; filled in when the round is over. */
  readonly simulatorBound: readonly string[];
}

/** Figures of one run. Processor time is in microseconds per recipient, and absent where the system does not tell. */
export interface Measurements {
  /** From the request to the last outcome. */
  readonly elapsedMs: number;
  readonly recipientsPerSecond: number;
  /** From the first call to the last outcome. */
  readonly dispatchMs: number;
  readonly dispatchPerSecond: number;
  /** The share of the people whom LINE or an SMS reached. */
  readonly reachedShare: number;
  /** Of the contestant's own process. */
  readonly cpuPerRecipient: number | undefined;
  readonly cpuElsewhere: CpuElsewhere;
  /** The share of one core that the simulator used. */
  readonly simulatorCores: number | undefined;
  readonly peakResidentMiB: number | undefined;
  /** The system's load average when the run ended: what else went on. */
  readonly loadAverage: number;
}

/** Processor time per recipient of what a contestant relies on. Databases are counted whole, with whoever else uses them. */
export interface CpuElsewhere {
  readonly simulator: number | undefined;
  readonly postgresql: number | undefined;
  readonly redis: number | undefined;
  /** The bench itself, which posts, polls and enqueues. */
  readonly driver: number | undefined;
}
