import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/**
 * Forgets addresses that were kept to tell duplicates by, of messages that have ended; at most `limit` at a time. Gives how
 * many there were. The messages that have any are found by going from one to the next, never through all of their rows.
 */
export async function dropRecipientAddresses(database: Database, projectId: string, limit: number): Promise<number> {
  const { rows } = await sql`
    with recursive kept as (
      (select message_id from recipient_address where project_id = ${projectId} order by message_id limit 1)
      union all
      select (
        select a.message_id from recipient_address a
        where a.project_id = ${projectId} and a.message_id > k.message_id order by a.message_id limit 1)
      from kept k where k.message_id is not null
    ), ended as materialized (
      select k.message_id from kept k join message m on m.project_id = ${projectId} and m.id = k.message_id
      where m.completed_at is not null limit 1
    )
    delete from recipient_address where project_id = ${projectId} and message_id = (select message_id from ended)
      and digest in (
        select digest from recipient_address
        where project_id = ${projectId} and message_id = (select message_id from ended) limit ${limit})
    returning 1`.execute(database);
  return rows.length;
}
