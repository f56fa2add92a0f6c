import type { Bill } from "@todoke/core";
import { sql } from "kysely";
import { settleSpend, type AttemptSpend } from "../../budgets/attempt-spend.ts";
import type { Database } from "../../database/open-database.ts";
import { monthOf, monthsOf } from "../../ids.ts";

/** An attempt whose outcome says what becomes of what it reserved. */
export interface SpendVerdict {
  readonly attemptId: string;
  readonly messageId: string;
  readonly verdict: "used" | "returned";
}

/**
 * Makes used of what was reserved, or gives it back, once however often it is said; and brings it in line with a bill. Belongs
 * into the transaction that has the attempts locked, and before it moves deliveries.
 */
export async function settleSpends(database: Database, projectId: string, verdicts: readonly SpendVerdict[]): Promise<void> {
  if (verdicts.length === 0) return;
  const byId = new Map(verdicts.map(({ attemptId, verdict }) => [attemptId, verdict]));
  const months = monthsOf(verdicts.map(({ messageId }) => messageId));
  const { rows } = await sql<{ id: string; message_id: string; spend: AttemptSpend; bill: Bill | null }>`
    select id, message_id, spend, bill from attempt
    where project_id = ${projectId} and id = any(${[...byId.keys()]}::uuid[]) and month = any(${months}::date[]) and spend is not null`.execute(database);
  const settled = rows.map((row) => ({ ...row, ...settleSpend(row.spend, byId.get(row.id)!, row.bill ?? undefined) }));
  const moves = settled.flatMap((each) => each.moves);
  if (moves.length === 0) return;
  const attempts = settled.map(({ id, message_id: messageId, spend }) => ({ id, month: monthOf(messageId), spend }));
  await sql`
    with settled as (
      update attempt a set spend = r.spend
      from json_to_recordset(${JSON.stringify(attempts)}::json) as r (id uuid, month date, spend jsonb)
      where a.project_id = ${projectId} and a.id = r.id and a.month = r.month and a.month = any(${months}::date[])
    ), locked as materialized (
      select w.budget, w.scope, w.starts_at, m.reserved, m.used from budget_window w join (
        select budget, scope, "startsAt" as starts_at, sum(reserved) as reserved, sum(used) as used
        from json_to_recordset(${JSON.stringify(moves)}::json) as r (budget text, scope uuid, "startsAt" timestamptz, reserved numeric, used numeric)
        group by 1, 2, 3
      ) m on m.budget = w.budget and m.scope = w.scope and m.starts_at = w.starts_at
      where w.project_id = ${projectId} order by w.budget, w.scope, w.starts_at for update of w
    )
    update budget_window w set reserved = w.reserved + l.reserved, used = w.used + l.used
    from locked l where w.project_id = ${projectId} and w.budget = l.budget and w.scope = l.scope and w.starts_at = l.starts_at`.execute(database);
}
