import type { Clock } from "../clock.ts";

/** A part of a list, and where the next part begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** "Messaging API reference", Get a list of users who added your LINE Official Account as a friend. */
const tokenLifetimeMs = 24 * 3_600_000;

/** The page that begins at `start`, a former page's `next`; undefined when that is unknown or older than a day. */
export function pageOf<Item>(
  clock: Clock,
  list: readonly Item[],
  size: number,
  start: string | undefined,
): Page<Item> | undefined {
  const from = start === undefined ? 0 : readToken(start, clock.now());
  if (from === undefined) return undefined;
  const to = from + size;
  const items = list.slice(from, to);
  return to < list.length ? { items, next: writeToken(to, clock.now() + tokenLifetimeMs) } : { items };
}

function writeToken(from: number, validUntil: number): string {
  return Buffer.from(`${from}:${validUntil}`).toString("base64url");
}

function readToken(token: string, now: number): number | undefined {
  const [, from, validUntil] = /^(\d+):(\d+)$/.exec(Buffer.from(token, "base64url").toString()) ?? [];
  return from !== undefined && now < Number(validUntil) ? Number(from) : undefined;
}
