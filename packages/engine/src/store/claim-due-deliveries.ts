import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { deliveryColumns, toClaimedDelivery, type ClaimedDelivery, type DeliveryRow } from "./claimed-delivery.ts";

/** Deliveries whose own time has come, and the token that says they are ours. */
export interface ClaimedDeliveries {
  readonly token: string;
  readonly deliveries: readonly ClaimedDelivery[];
}

/**
 * At most `limit` deliveries whose deadline, retry, switch or opening is due, longest overdue first. What was held is
 * pending from here.
 */
export async function claimDueDeliveries(
  database: Database,
  leaseMs: number,
  limit: number,
): Promise<ClaimedDeliveries> {
  const token = randomUUID();
  const { rows } = await sql<DeliveryRow>`
    with due as materialized (
      select project_id, message_id, number, month, status from delivery where due_at <= (select todoke_now())
      order by due_at limit ${limit} for update skip locked
    ), released as (
      select project_id, message_id, count(*)::int as count from due where status = 'held' group by 1, 2
    ), counted as (
      update message m set held = m.held - r.count, pending = m.pending + r.count
      from released r where m.project_id = r.project_id and m.id = r.message_id
    )
    update delivery d
    set status = case when d.status = 'held' then 'pending' else d.status end, claim_token = ${token},
      due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where d.project_id = due.project_id and d.message_id = due.message_id and d.number = due.number
      and d.month = due.month
    returning ${deliveryColumns}`.execute(database);
  return { token, deliveries: rows.map(toClaimedDelivery) };
}
