import { randomFillSync } from "node:crypto";

/**
 * What the engine takes from the machine that it runs on: its clocks, its timers and its chance. It asks nothing else for
 * them, so that a simulation can put a day into seconds, and have one day twice.
 */
export interface Surroundings {
  /** The time of day, in milliseconds since 1970. It may be wrong and may jump. */
  timeOfDayMs(): number;
  /** Milliseconds on a clock that never goes back. Only differences mean anything. */
  monotonicMs(): number;
  /** Calls back once, in so many milliseconds. */
  startTimer(callback: () => void, inMs: number): Timer;
  /** Bytes that nobody can foresee; they belong to the caller until the next call. */
  randomBytes(count: number): Buffer;
}

export interface Timer {
  /** Calls it off; harmless when it has gone off. */
  close(): void;
  /** The process may end before it goes off. */
  unref(): void;
}

const pool = Buffer.alloc(4_096);
let used = pool.length;

/** The machine itself. */
const machine: Surroundings = {
  timeOfDayMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  startTimer: (callback, inMs) => setTimeout(callback, inMs),
  /** Asked from the system in larger numbers: a campaign makes an id for each of its calls. */
  randomBytes(count) {
    if (used + count > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += count;
    return pool.subarray(used - count, used);
  },
};

let surroundings = machine;

/**
 * Puts the engines of this process into other surroundings; undefined brings the machine back. To be done while none of
 * them is open: what they know of time would be of no use.
 */
export function surroundWith(others: Surroundings | undefined): void {
  surroundings = others ?? machine;
}

export function timeOfDayMs(): number {
  return surroundings.timeOfDayMs();
}

/** This machine's monotonic clock, in milliseconds. */
export function monotonicMs(): number {
  return surroundings.monotonicMs();
}

export function startTimer(callback: () => void, inMs: number): Timer {
  return surroundings.startTimer(callback, inMs);
}

/** At most 4,096 bytes. They belong to the caller until the next call. */
export function randomBytes(count: number): Buffer {
  return surroundings.randomBytes(count);
}

/** From 0 up to and without 1. */
export function random(): number {
  return randomBytes(6).readUIntBE(0, 6) / 2 ** 48;
}

/** Resolves in so many milliseconds, or early when the signal is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const end = () => {
      timer.close();
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = startTimer(end, milliseconds);
    signal?.addEventListener("abort", end, { once: true });
  });
}
