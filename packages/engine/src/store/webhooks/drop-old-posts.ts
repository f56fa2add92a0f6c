import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Of one endpoint. */
const keptFailures = 1_000;
const keptFor = sql`interval '30 days'`;

/** Forgets failures that are old, or that many have followed at their endpoint. Gives how many there were. */
export async function dropOldFailures(database: Database, projectId: string): Promise<number> {
  const { rows } = await sql`
    with last_kept as materialized (
      select e.id as endpoint_id, (
        select f.id from webhook_failure f where f.project_id = ${projectId} and f.endpoint_id = e.id order by f.id desc offset ${keptFailures} limit 1
      ) as id
      from webhook_endpoint e where e.project_id = ${projectId}
    )
    delete from webhook_failure f using last_kept l
    where f.project_id = ${projectId} and f.endpoint_id = l.endpoint_id and (f.id <= l.id or f.at < (select todoke_now()) - ${keptFor})
    returning 1`.execute(database);
  return rows.length;
}

/** Forgets what was given up in all projects of months whose reports are gone. Gives how many there were, at most `limit`. */
export async function dropOldPosts(database: Database, firstMonth: string, limit: number): Promise<number> {
  const { rows } = await sql`
    with old as materialized (
      select project_id, target_id, message_id, delivery, number from webhook_post
      where due_at is null and month < ${firstMonth}::date limit ${limit} for update skip locked
    )
    delete from webhook_post p using old o
    where p.project_id = o.project_id and p.target_id = o.target_id and p.message_id = o.message_id and p.delivery = o.delivery and p.number = o.number
    returning 1`.execute(database);
  return rows.length;
}
