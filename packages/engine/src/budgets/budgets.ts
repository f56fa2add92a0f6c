import { InvalidRequestError } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { formatMessageId, parseMessageId } from "../ids.ts";
import { readBudgetWindow, raiseBudget } from "../store/budgets/read-budget-window.ts";
import { readMessage } from "../store/read-messages.ts";
import { addDecimals, everybody } from "./budget-book.ts";
import type { Budget } from "./budget.ts";
import type { Budgets, BudgetView } from "./budget-view.ts";
import { timeOf } from "./budget-window.ts";
import { allowedBy, budgetsOf } from "./known-budgets.ts";

export function createBudgets(context: EngineContext): Budgets {
  const { connection } = context;
  return {
    async list(messageId) {
      const holder = messageId === undefined ? everyone : await holderOf(context, messageId);
      return holder && Promise.all(budgetsFor(context, holder).map((budget) => view(context, budget, holder)));
    },
    async raise(name, { to, messageId }) {
      const holder = messageId === undefined ? everyone : await holderOf(context, messageId);
      const budget = holder && budgetsFor(context, holder).find((each) => each.name === name);
      if (holder === undefined || budget === undefined) return refuseWithoutMessage(context.budgets, name, messageId);
      const allowed = allowedBy(budget, holder);
      const raised = raiseBetween(budget, allowed, to);
      const { startsAt } = timeOf(budget, context.clock.now());
      await raiseBudget(connection, context.projectId, { budget: name, scope: holder.scope, startsAt, allowed }, raised);
      context.nudge("budgets");
      return view(context, budget, holder);
    },
  };
}

/** What must be added to what is allowed. Throws `InvalidRequestError`. */
function raiseBetween({ amount }: Budget, allowed: string, to: string): string {
  if (amount === undefined && !/^\d+$/.test(to)) {
    throw new InvalidRequestError([{ pointer: "/to", code: "not-whole", detail: "this budget counts what is sent: give a whole number" }]);
  }
  const raised = addDecimals([to, negated(allowed)]);
  if (!raised.startsWith("-")) return raised;
  const detail = `the budget allows ${addDecimals([allowed])} by itself, and can only be raised`;
  throw new InvalidRequestError([{ pointer: "/to", code: "below-budget", detail }]);
}

/** Whose budgets they are. */
interface BudgetHolder {
  readonly scope: string;
  readonly recipients: number;
  /** Those that hold for the message; undefined for those that hold for everybody. */
  readonly applying?: readonly Budget[];
}

const everyone: BudgetHolder = { scope: everybody, recipients: 0 };

async function holderOf(context: EngineContext, id: string): Promise<BudgetHolder | undefined> {
  const messageId = parseMessageId(id);
  if (messageId === undefined || (await readMessage(context.connection, context.projectId, messageId)) === undefined) return undefined;
  const message = await context.prepared(messageId);
  return { scope: message.id, recipients: message.recipients, applying: budgetsOf(context.budgets, message) };
}

function budgetsFor({ budgets }: EngineContext, { applying }: BudgetHolder): readonly Budget[] {
  return applying?.filter(({ per }) => per === "message") ?? budgets.filter(({ per }) => per !== "message");
}

function refuseWithoutMessage(budgets: readonly Budget[], name: string, messageId: string | undefined): undefined {
  if (messageId !== undefined || !budgets.some((budget) => budget.name === name)) return undefined;
  throw new InvalidRequestError([{ pointer: "/message", code: "missing-message", detail: "this budget is one for each message: name the message" }]);
}

async function view({ connection, clock, projectId }: EngineContext, budget: Budget, holder: BudgetHolder): Promise<BudgetView> {
  const { startsAt, endsAt } = timeOf(budget, clock.now());
  const row = await readBudgetWindow(connection, projectId, { budget: budget.name, scope: holder.scope, startsAt });
  const { amount: _amount, sends: _sends, timeZone: _timeZone, ...shown } = budget;
  const { raised, reserved, used, held, reachedAt } = row;
  const allowed = allowedBy(budget, holder);
  return {
    ...shown,
    ...(holder.scope === everybody ? { startsAt } : { messageId: formatMessageId(holder.scope) }),
    ...(endsAt && { endsAt }),
    allowed: addDecimals([allowed]),
    raised: addDecimals([raised]),
    reserved: addDecimals([reserved]),
    used: addDecimals([used]),
    left: addDecimals([allowed, raised, negated(reserved), negated(used)]),
    held,
    ...(reachedAt && { reachedAt }),
  };
}

function negated(amount: string): string {
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}
