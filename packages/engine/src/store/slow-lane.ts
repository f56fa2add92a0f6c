import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { currentShare, isLane } from "./lane-turns.ts";

/**
 * The provider said that it was too fast: no turns for `pauseMs`, and from then on a smaller part of the rate. The many
 * refusals of one burst count once.
 */
export async function slowLane(database: Database, projectId: string, accountId: string, endpoint: string, pauseMs: number): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now)
    update lane l set
      share = case when l.slowed_at > now - interval '1 second' then l.share else greatest(0.05, 0.7 * ${currentShare}) end,
      slowed_at = case when l.slowed_at > now - interval '1 second' then l.slowed_at else now end,
      next_at = greatest(l.next_at, now + ${pauseMs} * interval '1 millisecond')
    from clock where ${isLane(projectId, accountId, endpoint)}`.execute(database);
}
