/** The simulator's time: real time plus an offset that only grows. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  advance(ms: number): void;
}

export function createClock(): Clock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError("The clock only moves forward: give milliseconds of 0 or more.");
      offsetMs += ms;
    },
  };
}
