import { sql } from "kysely";
import type { SpendNeed } from "../../budgets/budget-book.ts";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";

/** A delivery that waits until a budget has room for it. */
export interface BudgetHold {
  readonly messageId: string;
  readonly number: number;
  readonly need: SpendNeed;
  /** When waiting ends in any case. */
  readonly endsAt: Date;
}

/** Notes who waits for what. Gives the budgets that are thereby reached for the first time in their time. */
export async function holdForBudgets(database: Database, projectId: string, holds: readonly BudgetHold[]): Promise<readonly string[]> {
  if (holds.length === 0) return [];
  const rows = holds.map(({ messageId, number, need: { budget, scope, startsAt, cost, allowed }, endsAt }) => ({
    message_id: messageId, number, month: monthOf(messageId), budget, scope, starts_at: startsAt, cost, allowed, ends_at: endsAt,
  }));
  const { rows: reached } = await sql<{ budget: string }>`
    with hold as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (message_id uuid, number int, month date, budget text, scope uuid,
        starts_at timestamptz, cost numeric, allowed numeric, ends_at timestamptz)
    ), kept as (
      insert into budget_hold (project_id, message_id, number, month, budget, scope, cost, held_at, ends_at)
      select ${projectId}, message_id, number, month, budget, scope, cost, (select todoke_now()), ends_at
      from hold order by message_id, number
      on conflict (project_id, message_id, number) do update set budget = excluded.budget, scope = excluded.scope, cost = excluded.cost
    )
    insert into budget_window as w (project_id, budget, scope, starts_at, allowed, reached_at)
    select distinct on (budget, scope, starts_at) ${projectId}, budget, scope, starts_at, allowed, (select todoke_now())
    from hold order by budget, scope, starts_at
    on conflict (project_id, budget, scope, starts_at) do update set reached_at = excluded.reached_at where w.reached_at is null
    returning w.budget`.execute(database);
  return reached.map(({ budget }) => budget);
}
