import type { CallOptions } from "@todoke/core";

export interface LineCallOptions {
  readonly signal?: AbortSignal;
  /** Bounds each call, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
}

/** The same with its default filled in. */
export function callOptions({ signal, timeoutMs = 10_000 }: LineCallOptions = {}): CallOptions {
  return { timeoutMs, ...(signal && { signal }) };
}
