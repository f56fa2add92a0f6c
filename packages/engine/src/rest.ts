import { monotonicMs, randomBytes } from "./surroundings.ts";

/** How often the loops of a project look for work. */
export interface Rhythm {
  readonly isResting: boolean;
  /** Until the next look, where it would be after `intervalMs`; in milliseconds. */
  next(intervalMs: number): number;
  /** Something was found. */
  noteWork(): void;
}

/** Always as often as was set. */
export const steady: Rhythm = { isResting: false, next: (intervalMs) => intervalMs, noteWork() {} };

/** Nothing was found for so long, in milliseconds: then a project is at rest. */
const restAfterMs = 30_000;
/** Between two looks of a loop at rest, in milliseconds. What comes due meanwhile is found by others; this is for what nobody waits for. */
const restingLookMs = 600_000;

/** Lets the loops of a project look only now and then while it has nothing to do. Begins at rest. */
export class Rest implements Rhythm {
  #awakeUntil = Number.NEGATIVE_INFINITY;

  get isResting(): boolean {
    return monotonicMs() >= this.#awakeUntil;
  }

  noteWork(): void {
    this.#awakeUntil = monotonicMs() + restAfterMs;
  }

  /** Each another time, so that the loops of many projects do not look together. */
  next(intervalMs: number): number {
    return this.isResting ? Math.max(intervalMs, restingLookMs * (0.5 + randomBytes(1)[0]! / 256)) : intervalMs;
  }
}
