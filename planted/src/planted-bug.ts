import type { Scenario } from "./scenario.ts";

/** One mistake in the engine, as it could be made, and the scenario in which it does harm. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly scenario: Scenario;
}

/** In one file, the one place that reads like this reads otherwise. */
export interface Edit {
  /** Relative to the engine's `src`. */
  readonly file: string;
  readonly text: string;
  readonly replacement: string;
}
