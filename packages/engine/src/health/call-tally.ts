import type { CallCounts } from "../store/count-calls.ts";
import { healthRules } from "./health-rules.ts";

/** How one call to a provider went. */
export interface CallResult {
  /** `failed`: in a way that speaks against the provider. `lost`: no answer tells what became of it. */
  readonly end: "answered" | "failed" | "lost";
  /** How long the answer took, in milliseconds. */
  readonly tookMs: number;
}

/** Adds up how calls went until somebody takes the sums away. */
export class CallTally {
  #counts = new Map<string, CallCounts>();

  /** Gives how many calls of the account were bad one after the other, as far as the sums go back. */
  add(accountId: string, { end, tookMs }: CallResult): number {
    const known = this.#counts.get(accountId) ?? { accountId, calls: 0, failed: 0, lost: 0, slow: 0, badAtEnd: 0 };
    const slow = end === "answered" && tookMs > healthRules.slowAfterMs;
    const badAtEnd = end !== "answered" || slow ? known.badAtEnd + 1 : 0;
    this.#counts.set(accountId, {
      accountId,
      calls: known.calls + 1,
      failed: known.failed + Number(end === "failed"),
      lost: known.lost + Number(end === "lost"),
      slow: known.slow + Number(slow),
      badAtEnd,
    });
    return badAtEnd;
  }

  take(): readonly CallCounts[] {
    const taken = [...this.#counts.values()];
    this.#counts = new Map();
    return taken;
  }
}
