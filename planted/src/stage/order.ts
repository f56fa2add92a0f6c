/** What a process is told about the phase that it plays. */
export interface PhaseOrder {
  /** The `src` of the engine that it runs. */
  readonly engine: string;
  readonly scenario: string;
  /** Index of the phase. */
  readonly phase: number;
  readonly database: StageDatabase;
  /** Where the logs are written. */
  readonly logs: string;
  /** How far the database's clock is ahead of this machine's. */
  readonly clockAheadMs: number;
  /** ISO 8601: the moment at which the clock stands still. */
  readonly clockStandsAt?: string;
}

export type StageDatabase =
  | { readonly kind: "embedded"; readonly folder: string }
  | { readonly kind: "postgresql"; readonly url: string; readonly schema: string };
