import { setTimeout as wait } from "node:timers/promises";
import { ProviderError } from "@todoke/core";

export interface RepeatOptions {
  /** How many calls at most. */
  readonly attempts: number;
  readonly signal?: AbortSignal;
}

/**
 * Calls `send` again when the provider certainly did nothing: it was throttled, or never reached. Everything else is thrown
 * at once, an ambiguous outcome first of all: without a key, a second call may be a second SMS.
 */
export async function repeatSend<T>(send: () => Promise<T>, { attempts, signal }: RepeatOptions): Promise<T> {
  for (let made = 1; ; made += 1) {
    try {
      return await send();
    } catch (error) {
      if (made >= attempts || !mayRepeat(error) || signal?.aborted === true) throw error;
      await waitUnlessAborted(error.retryAfterMs ?? backOffMs(made), signal);
    }
  }
}

function mayRepeat(error: unknown): error is ProviderError {
  return ProviderError.is(error) && (error.class === "throttled" || error.class === "unavailable");
}

const maxBackOffMs = 30_000;

/** Doubling from 100 ms with full jitter. */
function backOffMs(made: number): number {
  return Math.random() * Math.min(maxBackOffMs, 100 * 2 ** made);
}

/** An abort ends the wait; the next call then finds the signal and reports that nothing was sent. */
async function waitUnlessAborted(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  await wait(delayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
