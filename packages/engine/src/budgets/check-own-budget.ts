import type { Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import type { ResolvedPlan } from "../plan/resolve-plan.ts";
import { problemOfPrices, type MessageBudget } from "./budget.ts";

/** What a message may spend must be countable on all accounts of its plan. Problems are appended to `problems`. */
export function checkOwnBudget(
  budget: MessageBudget | undefined,
  { allRoutes }: ResolvedPlan,
  accounts: Accounts,
  problems: Problem[],
): void {
  if (budget === undefined) return;
  const ids = new Set(allRoutes.flat().map(({ accountId }) => accountId));
  const detail = problemOfPrices(accounts.all.filter(({ id }) => ids.has(id)), budget.currency);
  if (detail !== undefined) problems.push({ pointer: "/budget/currency", code: "not-priced", detail });
}
