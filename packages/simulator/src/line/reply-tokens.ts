import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";
import { createUlid } from "./ulid.ts";

/** "Messaging API reference", Send reply message: to be used within a minute of the webhook, once. */
const lifetimeMs = 60_000;
/** The same: no redelivery prolongs a token beyond this age. */
const longestLifetimeMs = 20 * 60_000;

export interface ReplyTokens {
  /** A token for an answer to this user, group or room. */
  issue(to: string): string;
  /** Gives a token that was not used another minute, unless it is too old. */
  prolong(token: unknown): void;
  /** Uses a token up and tells whom it answers; undefined when it is unknown, used or too old. */
  spend(token: string): string | undefined;
}

export function createReplyTokens(clock: Clock, random: Random): ReplyTokens {
  const issued = new Map<unknown, { readonly to: string; readonly issuedAt: number; expiresAt: number }>();

  function forgetOld(now: number): void {
    for (const [token, { issuedAt, expiresAt }] of issued) {
      if (now < Math.max(issuedAt + longestLifetimeMs, expiresAt)) return;
      issued.delete(token);
    }
  }

  return {
    issue(to) {
      const now = clock.now();
      forgetOld(now);
      const token = `reply${createUlid(now, random)}`;
      issued.set(token, { to, issuedAt: now, expiresAt: now + lifetimeMs });
      return token;
    },
    prolong(token) {
      const known = issued.get(token);
      const now = clock.now();
      if (known !== undefined && now < known.issuedAt + longestLifetimeMs) known.expiresAt = now + lifetimeMs;
    },
    spend(token) {
      const known = issued.get(token);
      issued.delete(token);
      return known !== undefined && clock.now() < known.expiresAt ? known.to : undefined;
    },
  };
}
