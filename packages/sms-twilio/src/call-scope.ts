import { AsyncLocalStorage } from "node:async_hooks";

/**
 * What belongs to one call and cannot be passed through Twilio's client, which takes neither a deadline nor a signal
 * for a single call and keeps the headers of a refusal to itself.
 */
export interface CallScope {
  readonly timeoutMs: number;
  /** Ends the call: by its deadline or by the caller. */
  readonly signal: AbortSignal;
  /** False as long as certainly no byte was handed to the network. */
  left: boolean;
  requestId: string | undefined;
  retryAfterMs: number | undefined;
}

export const callScope = new AsyncLocalStorage<CallScope>();
