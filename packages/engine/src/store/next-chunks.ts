import { sql, type RawBuilder } from "kysely";

/**
 * How many chunks of a message are due side by side at the most. The others become due one by one, each when another is
 * done, behind whatever else is due by then: so a large message takes turns with others, and keeps many processes busy.
 */
export const mostChunksAtOnce = 16;

/** The same under a sending speed limit, where the work of few is enough. */
export function chunksAtOnce(apartMs: number): number {
  return Math.min(mostChunksAtOnce, Math.ceil(1_000 / apartMs / 500));
}

/** When what has not been released of a message called `m` ends, if it ever does. */
export const unreleasedEnds: RawBuilder<Date> = sql<Date>`case when m.sending_speed_limit is null then m.valid_until
  else coalesce(m.expires_at, 'infinity') end`;
