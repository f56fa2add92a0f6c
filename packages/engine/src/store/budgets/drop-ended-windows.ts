import { sql } from "kysely";
import { everybody } from "../../budgets/budget-book.ts";
import type { Database } from "../../database/open-database.ts";

/** A month is over by then in every zone, and its bills are in. */
const keptDays = 40;

/** Drops up to `limit` hours, days and months of budgets that have been over for long; a bill that comes later counts nowhere. */
export async function dropEndedWindows(database: Database, projectId: string, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    with ended as materialized (
      select budget, starts_at from budget_window
      where project_id = ${projectId} and scope = ${everybody} and starts_at < (select todoke_now()) - ${keptDays} * interval '1 day'
      order by budget, starts_at limit ${limit} for update skip locked
    )
    delete from budget_window w using ended e
    where w.project_id = ${projectId} and w.scope = ${everybody} and w.budget = e.budget and w.starts_at = e.starts_at`.execute(database);
  return Number(numAffectedRows ?? 0n);
}
