import type { IssuedToken } from "./issue-token.ts";

/** Keeps one token, and renews it before it ends. */
export interface TokenSource {
  /** The token in hand; a promise only while there is none. Everybody who waits, waits for the same one. */
  get(): string | Promise<string>;
  /** LINE refused this token: the next `get` brings another. */
  drop(token: string): void;
}

/** A token is renewed, beside the calls, once less than a fifth of its life is left. */
const renewedAfter = 0.8;
const pauseAfterFailureMs = 1000;

export function createTokenSource(issue: () => Promise<IssuedToken>, now: () => number = Date.now): TokenSource {
  let current: { readonly token: string; readonly renewAt: number; readonly endsAt: number } | undefined;
  let pending: Promise<string> | undefined;
  let failedAt = -Infinity;

  async function fetchToken(): Promise<string> {
    const askedAt = now();
    try {
      const { token, lifetimeMs } = await issue();
      current = { token, renewAt: askedAt + lifetimeMs * renewedAfter, endsAt: askedAt + lifetimeMs };
      return token;
    } catch (error) {
      failedAt = now();
      throw error;
    } finally {
      pending = undefined;
    }
  }

  function renew(): Promise<string> {
    pending ??= fetchToken();
    return pending;
  }

  return {
    get() {
      const at = now();
      if (current === undefined || at >= current.endsAt) return renew();
      // The token in hand still works: a failure will be everybody's only when it does not.
      if (at >= current.renewAt && at >= failedAt + pauseAfterFailureMs) renew().catch(() => undefined);
      return current.token;
    },
    drop(token) {
      if (current?.token === token) current = undefined;
    },
  };
}
