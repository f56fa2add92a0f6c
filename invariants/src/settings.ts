/** A rate that an account may not exceed. */
export interface RateRecord {
  /** Absent: all accounts together. */
  readonly accountId?: string;
  readonly endpoint: string;
  readonly requests: number;
  readonly perMs: number;
}

/** What the promises are measured with. All durations are milliseconds. */
export interface InvariantSettings {
  /** How far the clocks of the database, the providers and the callers may differ, and how long a call may be under way. Default 1,000. */
  readonly slackMs: number;
  /** How long after its moment work may still be there: a lease, and its recovery. Default 75,000. */
  readonly overdueAfterMs: number;
  /** Everything was waited for: whatever is not final is lost. Default false. */
  readonly isOver: boolean;
  /** How long a key is used from the first call. Default 23 hours. */
  readonly keyLifetimeMs: number;
  /** Default: none. */
  readonly rates: readonly RateRecord[];
  /** What part of a rate above it is still within it: clocks. Default 0.01. */
  readonly rateTolerance: number;
}

export const defaultSettings: InvariantSettings = {
  slackMs: 1_000,
  overdueAfterMs: 75_000,
  isOver: false,
  keyLifetimeMs: 23 * 3_600_000,
  rates: [],
  rateTolerance: 0.01,
};
