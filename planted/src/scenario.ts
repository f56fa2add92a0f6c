import type { InvariantSettings } from "@todoke/invariants";
import type { Stage } from "./stage/stage.ts";

/** A short story that an engine lives through, after which the promises are checked. */
export interface Scenario {
  readonly name: string;
  /** Default: embedded. */
  readonly database?: "postgresql";
  readonly settings?: Partial<InvariantSettings>;
  /** Each in a process of its own, one after the other, on the same data. */
  readonly phases: readonly Phase[];
}

export interface Phase {
  /** By how much the database's clock is ahead when it begins. Default: as before. */
  readonly clockAheadMs?: number;
  /** The clock stands still, at the moment at which the message's validity ends. */
  readonly atEndOfValidity?: boolean;
  /** It ends itself with SIGKILL; a process that does not has told another story. */
  readonly isKilled?: boolean;
  play(stage: Stage): Promise<void>;
}
