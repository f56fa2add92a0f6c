import { monotonicMs, timeOfDayMs } from "./surroundings.ts";

/**
 * The database's clock as last observed, carried on by this machine's monotonic one between observations. Decisions
 * that several processes share are made by it and never by the machine's own time of day.
 */
export class SharedClock {
  #observedMs = timeOfDayMs();
  #atMs = monotonicMs();
  #toldMs = 0;

  /**
   * `roundTripMs` is how long the question took. An answer that was long under way tells less than what is known
   * already, unless the clock was moved.
   */
  observe(now: Date, roundTripMs = 0): void {
    const estimateMs = now.getTime() + roundTripMs / 2;
    const wasMoved = Math.abs(estimateMs - this.#estimateMs()) > movedMs + roundTripMs;
    if (roundTripMs > slowMs && !wasMoved) return;
    this.#observedMs = estimateMs;
    this.#atMs = monotonicMs();
    if (wasMoved) this.#toldMs = 0;
  }

  /** Never earlier than it said before, unless the clock was moved back: what follows is never dated before its cause. */
  now(): Date {
    this.#toldMs = Math.max(this.#toldMs, this.#estimateMs());
    return new Date(this.#toldMs);
  }

  #estimateMs(): number {
    return this.#observedMs + (monotonicMs() - this.#atMs);
  }
}

/** A round trip longer than this says more about the way than about the clock, in milliseconds. */
const slowMs = 20;
/** Clocks of machines that keep time agree better than this, in milliseconds. */
const movedMs = 250;
