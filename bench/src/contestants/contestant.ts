import type { IndexRange } from "../index-range.ts";
import type { Options } from "../options.ts";
import type { Scenario } from "../scenario.ts";
import type { SimulatorProcess } from "../simulator-process.ts";

/** One way of sending the same messages to the same people. */
export interface Contestant {
  /** Stable: the report, `--only` and the results are keyed by it. */
  readonly name: string;
  readonly role: Role;
  /** Starts it in a process of its own, ready for its first run. */
  enter(arena: Arena): Promise<Entrant>;
}

/**
 * `ours` is Todoke. `baseline` is what ratios are to. `peer` is something else that a user could pick. `ceiling` is no
 * choice for anybody: it finds out how much the simulator takes.
 */
export type Role = "ours" | "baseline" | "peer" | "ceiling";

/** What a contestant finds when it enters. Fresh for each run. */
export interface Arena {
  readonly simulator: SimulatorProcess;
  readonly scenario: Scenario;
  readonly options: Options;
  /** The people of the measured run; those of the warm-up come after them. */
  readonly measured: IndexRange;
  readonly warmUp: IndexRange;
  /** Aborts when the run takes too long or the bench is interrupted. */
  readonly signal: AbortSignal;
}

/** A contestant that has entered. */
export interface Entrant extends AsyncDisposable {
  /** The process whose processor time and memory are the contestant's. */
  readonly processId: number;
  /** Rejects when that process ends by itself; never resolves. */
  readonly failure: Promise<never>;
  /** Sends to everybody in the range and resolves when the last outcome is known. */
  run(range: IndexRange): Promise<Finish>;
  /** What is wrong with its own account of the last run, one sentence each. Absent where it keeps none. */
  check?(): Promise<readonly string[]>;
}

/** When a run began and ended, in milliseconds since 1970. */
export interface Finish {
  readonly startedAtMs: number;
  /** When it first turned to the provider, where that was something else than the first accepted push. */
  readonly firstCallAtMs?: number;
  readonly endedAtMs: number;
}

/** A contestant that takes part in a part of the bench. */
export interface Entry {
  readonly contestant: Contestant;
  /** How many people it sends to: fewer than the others where it takes too long, since only rates are compared. */
  readonly recipients: number;
}
