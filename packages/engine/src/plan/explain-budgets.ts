import { describeBudget } from "../budgets/budget-book.ts";
import { budgetsOf, needsOf, readBudgetBook } from "../budgets/known-budgets.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { HistoryEntry } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import type { ConsideredSteps } from "./calls-of.ts";
import type { BudgetHoldView } from "../plan-view.ts";

/** Who would wait for a budget, by number: those for whom there is no room after all before them. */
export async function findHeldForBudgets(
  { connection, accounts, budgets, projectId }: EngineContext,
  message: PreparedMessage,
  recipients: readonly ConsideredSteps[],
  now: Date,
): Promise<ReadonlyMap<number, BudgetHoldView>> {
  const applying = budgetsOf(budgets, message);
  const held = new Map<number, BudgetHoldView>();
  if (applying.length === 0) return held;
  const spenders = recipients.map(({ delivery: { number }, steps }) => {
    const index = steps.findIndex(({ verdict }) => verdict !== "skip");
    const use = steps[index];
    if (use === undefined || use.verdict === "skip") return { number, needs: [] };
    const history = steps.slice(0, index).flatMap((step, place) => skippedEntry(message, step, place, now));
    return { number, needs: needsOf(applying, message, accounts, { use, history }, now) };
  });
  const book = await readBudgetBook(connection, projectId, spenders.flatMap(({ needs }) => needs));
  for (const { number, needs } of spenders) {
    const concern = book.concernAbout(needs);
    if (concern === undefined) book.take(needs);
    else held.set(number, { budget: concern.need.budget, detail: describeBudget(concern) });
  }
  return held;
}

function skippedEntry(message: PreparedMessage, step: ConsideredSteps["steps"][number], index: number, now: Date): readonly HistoryEntry[] {
  if (step.verdict !== "skip") return [];
  const { channel } = message.steps[index]!.step;
  return [{ type: "skipped", at: now.toISOString(), step: index, channel, reason: step.reason, detail: step.detail }];
}
