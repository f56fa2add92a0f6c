import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/**
 * From here on nothing new of the message is claimed. Its deliveries are closed after this; should that come to an end
 * too soon, it is taken up again in `leaseMs`.
 */
export async function beginCancellation(transaction: Database, projectId: string, id: string, leaseMs: number): Promise<void> {
  await sql`delete from chunk where project_id = ${projectId} and message_id = ${id}`.execute(transaction);
  await sql`
    update message set status = 'cancelled', pending = pending + scheduled, scheduled = 0,
      completed_at = case when final = recipients then todoke_now() end,
      release_at = todoke_now() + ${leaseMs} * interval '1 millisecond'
    where project_id = ${projectId} and id = ${id} and status not in ('completed', 'cancelled')`.execute(transaction);
}

/** Every delivery that could be cancelled is. */
export async function endCancellation(database: Database, projectId: string, id: string): Promise<void> {
  await sql`
    update message set release_at = null
    where project_id = ${projectId} and id = ${id} and status = 'cancelled'`.execute(database);
}
