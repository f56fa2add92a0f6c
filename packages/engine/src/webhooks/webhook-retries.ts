const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** The waits of Standard Webhooks after each failure: ten tries in 76 hours. */
const waitsMs = [5_000, 5 * minuteMs, 30 * minuteMs, 2 * hourMs, 5 * hourMs, 10 * hourMs, 14 * hourMs, 20 * hourMs, 24 * hourMs];

/** What part of a wait chance adds or takes away, so that what failed together does not come back together. */
const jitter = 0.2;

/** The longest that a receiver may ask us to stay away. */
const longestRestMs = 24 * hourMs;

/**
 * How long to wait after so many tries; undefined: give it up. `chance` is from 0 to 1, `retryAfterMs` what the receiver
 * asked for.
 */
export function webhookDelayMs(tries: number, chance: number, retryAfterMs = 0): number | undefined {
  const waitMs = waitsMs[tries - 1];
  if (waitMs === undefined) return undefined;
  return Math.max(Math.round(waitMs * (1 - jitter + 2 * jitter * chance)), Math.min(retryAfterMs, longestRestMs));
}

/** What a `retry-after` header asks for, in milliseconds from `nowMs` on: seconds, or an HTTP date. Undefined where it says nothing. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const at = /^[A-Z][a-z]{2}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}
