import type { InboundAct } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** An event that triggers have not looked at. */
export interface WaitingEvent {
  readonly id: string;
  readonly account: string;
  readonly addressKind: string;
  readonly address: string;
  readonly act: InboundAct;
  /** When it happened, as the provider says. */
  readonly at: Date;
}

/** Takes the numbered events that have waited longest, until the lease ends. */
export async function claimEvents(database: Database, projectId: string, leaseMs: number, limit: number): Promise<readonly WaitingEvent[]> {
  const { rows } = await sql<WaitingEvent>`
    with due as materialized (
      select id, month from inbound_event
      where project_id = ${projectId} and triggers_due_at <= (select todoke_now()) and position is not null
      order by triggers_due_at, id limit ${limit} for update skip locked
    )
    update inbound_event e set triggers_due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where e.project_id = ${projectId} and e.id = due.id and e.month = due.month
    returning e.id, e.account_id as account, e.address_kind as "addressKind", e.address, e.act, e.at`.execute(database);
  return rows;
}

/** Every trigger that fits it has fired. */
export async function markConsidered(database: Database, projectId: string, id: string): Promise<void> {
  await sql`update inbound_event set triggers_due_at = null where project_id = ${projectId} and id = ${id}`.execute(database);
}
