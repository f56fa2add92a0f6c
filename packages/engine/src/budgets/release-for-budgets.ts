import type { EngineContext } from "../engine-context.ts";
import { readAwaitedBudgets, releaseHolds } from "../store/budgets/release-holds.ts";
import { ownBudgetName } from "./budget.ts";
import { timeOf } from "./budget-window.ts";

/** Deliveries that are looked at again in one go. */
const releaseLimit = 2_000;

/**
 * Has deliveries that wait for a budget looked at again as soon as there is room for them: its next time began, it was raised,
 * or something that was reserved came back. There is time between two looks for those to reserve what they need.
 */
export async function releaseForBudgets(context: EngineContext): Promise<number> {
  const { connection, budgets, clock } = context;
  let released = 0;
  for (const awaited of await readAwaitedBudgets(connection, context.projectId)) {
    const budget = budgets.find(({ name }) => name === awaited.budget);
    const isShared = budget !== undefined && budget.per !== "message";
    const startsAt = isShared ? timeOf(budget, clock.now()).startsAt : new Date(0);
    const allowed = isShared ? String(budget.amount ?? budget.sends) : undefined;
    // One that was taken out of the configuration limits nobody any more.
    const isUnlimited = budget === undefined && awaited.budget !== ownBudgetName;
    released += await releaseHolds(connection, context.projectId, awaited, { startsAt, allowed, isUnlimited }, releaseLimit);
  }
  if (released > 0) context.nudge("deliveries");
  return 0;
}
