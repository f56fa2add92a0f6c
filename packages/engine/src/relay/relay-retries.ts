const firstDelayMs = 1_000;
const longestDelayMs = 10 * 60_000;
/** Whoever does not take a request within a day no longer wants it. */
const patienceMs = 24 * 60 * 60_000;

/** How long to wait after so many tries of a request of this age; undefined: give it up. */
export function relayDelayMs(tries: number, ageMs: number): number | undefined {
  return ageMs >= patienceMs ? undefined : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(tries - 1, 20));
}
