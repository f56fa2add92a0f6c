import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Where a walk through the counts stands. */
export interface CountCursor {
  readonly cap: string;
  readonly person: string;
}

/**
 * Looks at the next `limit` counts after `from` and drops those that count no more. Gives where it stopped; undefined at the
 * end. A walk in the order of the key needs no index of its own, which every place taken would have to pay for.
 */
export async function dropEndedCounts(
  database: Database,
  projectId: string,
  from: CountCursor | undefined,
  limit: number,
): Promise<CountCursor | undefined> {
  const after = from === undefined ? sql`true` : sql`(c.cap, c.person) > (${from.cap}, ${from.person}::uuid)`;
  const { rows } = await sql<{ cap: string; person: string }>`
    with seen as materialized (
      select c.cap, c.person, c.ends_at from frequency_count c
      where c.project_id = ${projectId} and ${after} order by c.cap, c.person limit ${limit}
    ), ended as materialized (
      select c.cap, c.person from frequency_count c join seen s on s.cap = c.cap and s.person = c.person
      where c.project_id = ${projectId} and s.ends_at < (select todoke_now()) order by c.cap, c.person
      for update of c skip locked
    ), dropped as (
      delete from frequency_count c using ended e
      where c.project_id = ${projectId} and c.cap = e.cap and c.person = e.person and c.ends_at < (select todoke_now())
    )
    select cap, person from seen order by cap desc, person desc limit 1`.execute(database);
  return rows[0];
}
