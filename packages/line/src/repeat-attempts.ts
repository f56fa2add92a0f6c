import { setTimeout as sleep } from "node:timers/promises";
import { ProviderError, type ErrorClass } from "@todoke/core";

/** Classes after which the same call under the same key may bring a different answer. */
const repeatable: readonly ErrorClass[] = ["throttled", "unavailable", "ambiguous"];

const maxDelayMs = 60_000;

export interface RepeatOptions {
  /** How often the call is made at most; 1 never repeats. */
  readonly attempts: number;
  /** From the first call: nothing is repeated later than this. */
  readonly keyLifetimeMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Makes a keyed call until it succeeds, fails for good, or `attempts` are used up; throws the last error. Waits between
 * half and all of 1, 2, 4 … 60 seconds, or for as long as the provider asked, whichever is longer.
 */
export async function repeatAttempts<Result>(
  call: () => Promise<Result>,
  { attempts, keyLifetimeMs, signal }: RepeatOptions,
  wait: (milliseconds: number) => Promise<unknown> = (milliseconds) => sleep(milliseconds, undefined, { signal }),
): Promise<Result> {
  const lastStart = Date.now() + keyLifetimeMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!ProviderError.is(error) || !repeatable.includes(error.class) || attempt >= attempts) throw error;
      const delayMs = Math.max(error.retryAfterMs ?? 0, backOffMs(attempt, Math.random()));
      if (signal?.aborted || Date.now() + delayMs > lastStart) throw error;
      await wait(delayMs).catch(() => {
        throw error;
      });
    }
  }
}

/** `random` from 0 to 1 spreads callers that failed together. */
export function backOffMs(attempt: number, random: number): number {
  const fullMs = Math.min(maxDelayMs, 1000 * 2 ** (attempt - 1));
  return (fullMs * (1 + random)) / 2;
}
