import { sql } from "kysely";
import type { BudgetState } from "../../budgets/budget-book.ts";
import type { Database } from "../../database/open-database.ts";
import type { BudgetWindowKey } from "./read-budget-states.ts";

/** How one time of a budget stands. */
export interface BudgetStanding extends BudgetState {
  /** Deliveries that wait for the budget, since this time or an earlier one. */
  readonly held: number;
  readonly reachedAt: Date | undefined;
}

export async function readBudgetWindow(database: Database, projectId: string, { budget, scope, startsAt }: BudgetWindowKey): Promise<BudgetStanding> {
  const { rows } = await sql<{ raised: string | null; reserved: string | null; used: string | null; reached_at: Date | null; held: number }>`
    select w.raised::text, w.reserved::text, w.used::text, w.reached_at, h.held
    from (select count(*)::int as held from budget_hold
      where project_id = ${projectId} and budget = ${budget} and scope = ${scope} and ends_at > (select todoke_now())) h
    left join budget_window w on w.project_id = ${projectId} and w.budget = ${budget} and w.scope = ${scope} and w.starts_at = ${startsAt}`.execute(database);
  const { raised, reserved, used, reached_at: reachedAt, held } = rows[0]!;
  return { raised: raised ?? "0", reserved: reserved ?? "0", used: used ?? "0", held, reachedAt: reachedAt ?? undefined };
}

/** Allows so much more in that time than by itself, whatever was said before; a decimal number. */
export async function raiseBudget(
  database: Database,
  projectId: string,
  { budget, scope, startsAt, allowed }: BudgetWindowKey & { readonly allowed: string },
  raised: string,
): Promise<void> {
  await sql`
    insert into budget_window as w (project_id, budget, scope, starts_at, allowed, raised)
    values (${projectId}, ${budget}, ${scope}, ${startsAt}, ${allowed}::numeric, ${raised}::numeric)
    on conflict (project_id, budget, scope, starts_at) do update set raised = excluded.raised, reached_at = null`.execute(database);
}
