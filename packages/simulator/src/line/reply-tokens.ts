import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";
import { createUlid } from "./ulid.ts";

/** "Messaging API reference", Send reply message: to be used within a minute of the webhook, once. */
const lifetimeMs = 60_000;

export interface ReplyTokens {
  /** A token for an answer to this user. */
  issue(userId: string): string;
  /** Uses a token up and tells whom it answers; undefined when it is unknown, used or too old. */
  spend(token: string): string | undefined;
}

export function createReplyTokens(clock: Clock, random: Random): ReplyTokens {
  const issued = new Map<string, { readonly userId: string; readonly expiresAt: number }>();
  return {
    issue(userId) {
      const token = `reply${createUlid(clock.now(), random)}`;
      issued.set(token, { userId, expiresAt: clock.now() + lifetimeMs });
      return token;
    },
    spend(token) {
      const known = issued.get(token);
      issued.delete(token);
      return known !== undefined && clock.now() < known.expiresAt ? known.userId : undefined;
    },
  };
}
