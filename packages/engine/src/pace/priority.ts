import type { Purpose } from "@todoke/core";
import { purposeRules, type PurposeRules } from "../purpose-rules.ts";

/** Whose turn comes first: 0 before 1 before 2. */
export type Priority = PurposeRules["priority"];

/** A code that arrives late is worse than none; an alert is for now; the rest can wait for both. */
export function priorityOf(purpose: Purpose): Priority {
  return purposeRules[purpose].priority;
}

/** How far ahead turns are given, in milliseconds. */
export interface Horizons {
  /** To whoever has few calls to make, and is let in before whoever has many. */
  readonly few: number;
  readonly many: number;
}

/**
 * By priority: who may look further ahead finds turns that nobody before them could take, however many others wait.
 * None is further ahead than a second, so that a turn taken is soon a call made.
 */
const horizons: Readonly<Record<Priority, Horizons>> = {
  0: { few: 1_000, many: 900 },
  1: { few: 850, many: 750 },
  2: { few: 700, many: 500 },
};

/** The furthest ahead that any turn is given, in milliseconds. */
export const furthestHorizonMs = horizons[0].few;

export function horizonsOf(purpose: Purpose): Horizons {
  return horizons[priorityOf(purpose)];
}
