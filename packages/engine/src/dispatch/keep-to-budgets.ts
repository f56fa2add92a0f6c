import { describeBudget } from "../budgets/budget-book.ts";
import { budgetsOf, needsOf, readBudgetBook, type Spender } from "../budgets/known-budgets.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import type { BudgetHold } from "../store/budgets/hold-for-budget.ts";
import { readHistories } from "../store/budgets/read-histories.ts";
import { holdForBudget } from "./changes-without-call.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";

export interface KeptToBudgets {
  /** With what they take. Those that have no step at all are among them. */
  readonly going: readonly ConsideredDelivery[];
  /** Moves of the others, that wait for room. */
  readonly changes: readonly DeliveryChange[];
  readonly holds: readonly BudgetHold[];
}

/**
 * Holds deliveries that a budget has no room for. What the others take is reserved with their intents: until then others may
 * be quicker, and then they are looked at anew.
 */
export async function keepToBudgets(
  { connection, accounts, budgets, projectId }: EngineContext,
  message: PreparedMessage,
  considered: readonly ConsideredDelivery[],
  now: Date,
): Promise<KeptToBudgets> {
  const applying = budgetsOf(budgets, message);
  if (applying.length === 0) return { going: considered, changes: [], holds: [] };
  const asksWhy = applying.some(({ only }) => only === "failover");
  const moved = asksWhy ? considered.filter(({ delivery }) => delivery.step > 0) : [];
  const histories = await readHistories(connection, projectId, message.id, moved.map(({ delivery }) => delivery.number));
  const spending = considered.map((each): ConsideredDelivery => {
    const { use, delivery } = each;
    if (use === undefined) return each;
    const spender: Spender = { use, history: [...(histories.get(delivery.number) ?? []), ...each.history] };
    return { ...each, spends: needsOf(applying, message, accounts, spender, now) };
  });
  const book = await readBudgetBook(connection, projectId, spending.flatMap(({ spends }) => spends));
  const going: ConsideredDelivery[] = [];
  const changes: DeliveryChange[] = [];
  const holds: BudgetHold[] = [];
  for (const each of spending) {
    const concern = book.concernAbout(each.spends);
    if (concern === undefined) {
      book.take(each.spends);
      going.push(each);
      continue;
    }
    const { need } = concern;
    changes.push(holdForBudget(each, now, message.validUntil, { budget: need.budget, detail: describeBudget(concern) }));
    holds.push({ messageId: message.id, number: each.delivery.number, need, endsAt: message.validUntil });
  }
  return { going, changes, holds };
}
