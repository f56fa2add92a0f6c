import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { dueRows, isWhereDue } from "./due-rows.ts";
import { deliveryColumns, toClaimedDelivery, type ClaimedDelivery, type DeliveryRow } from "./claimed-delivery.ts";
import { newClaimToken } from "../ids.ts";

/** Deliveries whose own time has come, and the token that says they are ours. */
export interface ClaimedDeliveries {
  readonly token: string;
  readonly deliveries: readonly ClaimedDelivery[];
}

/**
 * At most `limit` deliveries whose deadline, retry, switch or opening is due, the first of those that are. What was held is
 * pending from here. Months before `liveSince` have none.
 */
export async function claimDueDeliveries(
  database: Database,
  projectId: string,
  leaseMs: number,
  limit: number,
  liveSince: string,
): Promise<ClaimedDeliveries> {
  const token = newClaimToken();
  const { rows } = await sql<DeliveryRow>`
    with due as materialized (${dueRows({
      projectId: projectId,
      table: sql`delivery`,
      columns: sql`t.project_id, t.message_id, t.number, t.month, t.status`,
      where: sql`t.month >= ${liveSince}::date`,
      limit,
    })}), claimed as (
      update delivery d
      set status = case when d.status = 'held' then 'pending' else d.status end, claim_token = ${token},
        due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
      from due where ${isWhereDue(sql`d`)} and d.project_id = due.project_id and d.message_id = due.message_id
        and d.number = due.number and d.month = due.month and d.month >= ${liveSince}::date
      returning d.project_id, due.status as before, ${deliveryColumns}
    ), released as (
      select project_id, message_id, count(*)::int as count from claimed where before = 'held' group by 1, 2
    ), counted as (
      update message m set held = m.held - r.count, pending = m.pending + r.count
      from released r where m.project_id = r.project_id and m.id = r.message_id
    )
    select * from claimed`.execute(database);
  return { token, deliveries: rows.map(toClaimedDelivery) };
}
