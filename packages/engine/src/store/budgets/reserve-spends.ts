import { sql } from "kysely";
import { addDecimals, BudgetBook, windowKey, type SpendNeed } from "../../budgets/budget-book.ts";
import type { Database } from "../../database/open-database.ts";
import { readBudgetStates } from "./read-budget-states.ts";

/**
 * Reserves, in the transaction that writes the intents, what deliveries need: all of it or nothing, in their order, and never
 * more than there is. Gives for each whether it has it.
 */
export async function reserveSpends(database: Database, projectId: string, deliveries: readonly (readonly SpendNeed[])[]): Promise<readonly boolean[]> {
  const needs = deliveries.flat();
  if (needs.length === 0) return deliveries.map(() => true);
  const windows = [...Map.groupBy(needs, windowKey).values()].map(([first]) => first!);
  const rows = windows.map(({ budget, scope, startsAt, allowed }) => ({ budget, scope, starts_at: startsAt, allowed }));
  await sql`
    insert into budget_window (project_id, budget, scope, starts_at, allowed)
    select ${projectId}, r.budget, r.scope, r.starts_at, r.allowed
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (budget text, scope uuid, starts_at timestamptz, allowed numeric)
    order by r.budget, r.scope, r.starts_at on conflict do nothing`.execute(database);
  const book = new BudgetBook(await readBudgetStates(database, projectId, windows, true));
  const fits = deliveries.map((each) => {
    const isFitting = book.concernAbout(each) === undefined;
    if (isFitting) book.take(each);
    return isFitting;
  });
  const taken = deliveries.filter((_, index) => fits[index]).flat();
  const sums = [...Map.groupBy(taken, windowKey).values()].map((group) => ({
    budget: group[0]!.budget,
    scope: group[0]!.scope,
    starts_at: group[0]!.startsAt,
    allowed: group[0]!.allowed,
    cost: addDecimals(group.map(({ cost }) => cost)),
  }));
  if (sums.length > 0) {
    await sql`
      update budget_window w set reserved = w.reserved + r.cost, allowed = r.allowed
      from json_to_recordset(${JSON.stringify(sums)}::json) as r (budget text, scope uuid, starts_at timestamptz, allowed numeric, cost numeric)
      where w.project_id = ${projectId} and w.budget = r.budget and w.scope = r.scope and w.starts_at = r.starts_at`.execute(database);
  }
  return fits;
}
