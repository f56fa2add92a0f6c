import type { HealthState } from "./account-condition.ts";

const second = 1_000;

/**
 * When an account's health moves. A call is bad when it failed in a way that speaks against the provider
 * (`countsAgainstHealth`), or its answer was lost, or came later than after `slowAfterMs`.
 */
export const healthRules = {
  /** Calls of this long are looked at, in milliseconds. */
  windowMs: 60 * second,
  /** Calls are counted in stretches of this length, in milliseconds. */
  bucketMs: 10 * second,
  slowAfterMs: 5 * second,
  /** So many calls of the window are needed before their share says anything. */
  leastCalls: 20,
  /** From this share of bad calls on an account is unhealthy. */
  unhealthyShare: 0.5,
  /** So many bad calls one after the other are enough, however few there were. */
  unhealthyInARow: 10,
  /** How long an unhealthy account rests before it is tried out, in milliseconds. */
  restMs: 30 * second,
  /** On probation: so many bad calls end it badly, and so many good ones well. */
  probationBad: 3,
  probationGood: 10,
} as const;

/** Of the deliveries that another account could carry, the part that tries out an account on probation. */
export const trialShare = 0.1;

/** What was counted of an account. */
export interface HealthCounts {
  /** Of the window; calls before the last move of the state are left out. */
  readonly calls: number;
  readonly failed: number;
  /** Ended without an answer that tells what became of them. */
  readonly lost: number;
  /** Answered, but late. */
  readonly slow: number;
  /** Bad calls since the last good one. */
  readonly badInARow: number;
}

export interface HealthMove {
  readonly state: HealthState;
  /** A sentence for people. */
  readonly why: string;
}

/** Where the health of an account moves, if it does. `sinceMs`: for how long it has been as it is. Pure. */
export function nextHealth(state: HealthState, sinceMs: number, counts: HealthCounts): HealthMove | undefined {
  return moves[state](counts, sinceMs);
}

type Move = (counts: HealthCounts, sinceMs: number) => HealthMove | undefined;

const moves: Readonly<Record<HealthState, Move>> = {
  healthy(counts) {
    if (counts.badInARow >= healthRules.unhealthyInARow) {
      return { state: "unhealthy", why: `the last ${counts.badInARow} calls failed, had no answer or were slow` };
    }
    const isBad = counts.calls >= healthRules.leastCalls && badOf(counts) >= healthRules.unhealthyShare * counts.calls;
    return isBad ? { state: "unhealthy", why: inWords(counts, "of the last minute") } : undefined;
  },
  unhealthy(_counts, sinceMs) {
    if (sinceMs < healthRules.restMs) return undefined;
    return { state: "probation", why: `it rested for ${Math.round(sinceMs / second)} s and is tried out` };
  },
  probation(counts) {
    if (badOf(counts) >= healthRules.probationBad) {
      return { state: "unhealthy", why: inWords(counts, "that tried it out") };
    }
    const isWell = counts.calls - badOf(counts) >= healthRules.probationGood;
    return isWell ? { state: "healthy", why: inWords(counts, "that tried it out") } : undefined;
  },
};

function badOf({ failed, lost, slow }: HealthCounts): number {
  return failed + lost + slow;
}

function inWords({ calls, failed, lost, slow }: HealthCounts, which: string): string {
  return `of ${calls} calls ${which}, ${failed} failed, ${lost} had no answer and ${slow} were slow`;
}
