import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** A budget that deliveries wait for. */
export interface AwaitedBudget {
  readonly budget: string;
  readonly scope: string;
}

/** Those that anybody waits for. Who has waited to the end, waits no more. */
export async function readAwaitedBudgets(database: Database, projectId: string): Promise<readonly AwaitedBudget[]> {
  const { rows } = await sql<AwaitedBudget & { ended: boolean }>`
    select distinct budget, scope, bool_or(ends_at <= (select todoke_now())) as ended from budget_hold
    where project_id = ${projectId} group by budget, scope order by budget, scope`.execute(database);
  if (rows.some(({ ended }) => ended)) {
    await sql`delete from budget_hold where project_id = ${projectId} and ends_at <= (select todoke_now())`.execute(database);
  }
  return rows.map(({ budget, scope }) => ({ budget, scope }));
}

/**
 * Has as many deliveries looked at again as there is room for, those that have waited longest first, at most `limit`. Without
 * `allowed` nothing limits them any more, or what did stands with the window. Gives how many.
 */
export async function releaseHolds(
  database: Database,
  projectId: string,
  { budget, scope }: AwaitedBudget,
  { startsAt, allowed, isUnlimited }: { readonly startsAt: Date; readonly allowed: string | undefined; readonly isUnlimited: boolean },
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ released: number }>`
    with room as materialized (
      select coalesce((select coalesce(${allowed ?? null}::numeric, w.allowed) + w.raised - w.reserved - w.used from budget_window w
        where w.project_id = ${projectId} and w.budget = ${budget} and w.scope = ${scope} and w.starts_at = ${startsAt}),
        ${allowed ?? null}::numeric, 0) as room
    ), longest as materialized (
      select message_id, number, month, cost, held_at from budget_hold
      where project_id = ${projectId} and budget = ${budget} and scope = ${scope}
      order by held_at, message_id, number limit ${limit}
    ), fitting as materialized (
      select message_id, number, month, sum(cost) over (order by held_at, message_id, number) as together from longest
    ), gone as (
      delete from budget_hold h using fitting f, room
      where h.project_id = ${projectId} and h.message_id = f.message_id and h.number = f.number
        and (${isUnlimited}::boolean or f.together <= room.room)
      returning h.message_id, h.number, h.month
    ), released as (
      update delivery d set due_at = (select todoke_now()) from gone g
      where d.project_id = ${projectId} and d.message_id = g.message_id and d.number = g.number and d.month = g.month
        and d.status = 'held' and d.reason_code = 'budget' and d.claim_token is null
    )
    select count(*)::int as released from gone`.execute(database);
  return rows[0]!.released;
}
