import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** The numbered event that has waited longest to be handled, until the lease ends; undefined when none waits. */
export async function claimInboundEvent(database: Database, projectId: string, leaseMs: number): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with due as materialized (
      select id, month from inbound_event
      where project_id = ${projectId} and due_at <= (select todoke_now()) and position is not null
      order by position limit 1 for update skip locked
    )
    update inbound_event e set due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where e.project_id = ${projectId} and e.id = due.id and e.month = due.month
    returning e.id`.execute(database);
  return rows[0]?.id;
}

export async function markInboundEventHandled(database: Database, projectId: string, id: string): Promise<void> {
  await sql`update inbound_event set due_at = null where project_id = ${projectId} and id = ${id}`.execute(database);
}
