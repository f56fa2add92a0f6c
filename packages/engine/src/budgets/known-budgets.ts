import type { Accounts } from "../accounts.ts";
import type { PreparedMessage } from "../content/prepared-message.ts";
import { costOfStep } from "../costs/step-cost.ts";
import type { Database } from "../database/open-database.ts";
import type { HistoryEntry } from "../delivery-change.ts";
import type { UseConsideration } from "../plan/consider-step.ts";
import { readBudgetStates } from "../store/budgets/read-budget-states.ts";
import { covers, ownBudget, type Budget } from "./budget.ts";
import { BudgetBook, everybody, type SpendNeed } from "./budget-book.ts";
import { timeOf } from "./budget-window.ts";
import { isFailover } from "./failover-cause.ts";

/** A delivery that is about to be sent, as budgets see it. */
export interface Spender {
  readonly use: Pick<UseConsideration, "route" | "address" | "payload" | "replyTo">;
  /** How it came to its step. */
  readonly history: readonly HistoryEntry[];
}

/** The configured budgets that some way of the message falls under, and its own. */
export function budgetsOf(budgets: readonly Budget[], { steps, budget }: PreparedMessage): readonly Budget[] {
  const ways = steps.flatMap((step) => step.ways);
  const applying = budgets.filter((each) => ways.some(({ step: { account, channel } }) => covers(each, account, channel)));
  return budget === undefined ? applying : [...applying, ownBudget(budget)];
}

/** What sending it takes of these budgets. What is free takes nothing, but for one that counts its account's sends by name. */
export function needsOf(
  budgets: readonly Budget[],
  message: PreparedMessage,
  accounts: Accounts,
  { use, history }: Spender,
  now: Date,
): readonly SpendNeed[] {
  const { accountId, adapter } = use.route;
  const covering = budgets.filter((each) => covers(each, accountId, adapter.channel) && (each.only === undefined || isFailover(history)));
  if (covering.length === 0) return [];
  const isReply = use.replyTo !== undefined;
  const cost = costOfStep(use.route, accounts.account(accountId)?.prices, { address: use.address, payload: use.payload.payload, isReply });
  if (cost === undefined || cost.units === 0 || cost.amount === "0") return [];
  return covering.flatMap((budget): readonly SpendNeed[] => {
    const { name, per, currency, amount } = budget;
    const scope = per === "message" ? message.id : everybody;
    const base = { budget: name, scope, startsAt: timeOf(budget, now).startsAt, allowed: allowedBy(budget, message) };
    if (amount === undefined) return [{ ...base, cost: "1" }];
    return cost.amount === undefined || cost.currency !== currency || currency === undefined ? [] : [{ ...base, cost: cost.amount, currency }];
  });
}

/** A decimal number. A share of few people is at least one of them. */
export function allowedBy({ amount, sends, share = 0 }: Budget, { recipients }: Pick<PreparedMessage, "recipients">): string {
  return String(amount ?? sends ?? Math.max(1, Math.floor(share * recipients)));
}

/** What is taken of the budgets now. */
export async function readBudgetBook(database: Database, projectId: string, needs: readonly SpendNeed[]): Promise<BudgetBook> {
  return new BudgetBook(await readBudgetStates(database, projectId, needs));
}
