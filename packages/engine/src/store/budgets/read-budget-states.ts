import { sql } from "kysely";
import { windowKey, type BudgetState, type SpendNeed } from "../../budgets/budget-book.ts";
import type { Database } from "../../database/open-database.ts";

/** One time of one budget. */
export type BudgetWindowKey = Pick<SpendNeed, "budget" | "scope" | "startsAt">;

export interface BudgetWindowRow {
  readonly budget: string;
  readonly scope: string;
  readonly starts_at: Date;
  readonly raised: string;
  readonly reserved: string;
  readonly used: string;
}

/** What was taken, by the window's key. With `lock` nobody else can take of them until the transaction ends. */
export async function readBudgetStates(
  database: Database,
  projectId: string,
  windows: readonly BudgetWindowKey[],
  lock = false,
): Promise<ReadonlyMap<string, BudgetState>> {
  if (windows.length === 0) return new Map();
  const { rows } = await sql<BudgetWindowRow>`
    select w.budget, w.scope, w.starts_at, w.raised::text, w.reserved::text, w.used::text
    from budget_window w join ${windowRows(windows)} on r.budget = w.budget and r.scope = w.scope and r.starts_at = w.starts_at
    where w.project_id = ${projectId} order by w.budget, w.scope, w.starts_at ${lock ? sql`for update of w` : sql``}`.execute(database);
  return new Map(rows.map(({ budget, scope, starts_at: startsAt, ...state }) => [windowKey({ budget, scope, startsAt }), state]));
}

/** Each window once, as rows of `r`. */
function windowRows(windows: readonly BudgetWindowKey[]) {
  const distinct = new Map(windows.map(({ budget, scope, startsAt }) => [windowKey({ budget, scope, startsAt }), { budget, scope, starts_at: startsAt }]));
  return sql`json_to_recordset(${JSON.stringify([...distinct.values()])}::json) as r (budget text, scope uuid, starts_at timestamptz)`;
}
