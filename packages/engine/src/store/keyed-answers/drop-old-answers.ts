import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

const keptHours = 48;

/** Forgets answers of all projects that have been kept long enough, the oldest first. Gives how many there were. */
export async function dropOldAnswers(database: Database, limit: number): Promise<number> {
  const { rows } = await sql`
    with old as materialized (
      select project_id, endpoint, key, place from keyed_answer
      where answered_at <= (select todoke_now()) - ${keptHours} * interval '1 hour'
      order by answered_at limit ${limit} for update skip locked
    )
    delete from keyed_answer k using old
    where k.project_id = old.project_id and k.endpoint = old.endpoint and k.key = old.key and k.place = old.place
    returning k.place`.execute(database);
  return rows.length;
}
