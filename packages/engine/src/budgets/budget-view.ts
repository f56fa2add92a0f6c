import type { Budget } from "./budget.ts";

/** One time of a budget: what may be spent in it, and how that stands. Amounts are decimal numbers, counts too. */
export interface BudgetView extends Omit<Budget, "amount" | "sends" | "timeZone"> {
  /** The message whose budget it is. */
  readonly messageId?: string;
  readonly startsAt?: Date;
  /** When the next time begins, and what waits goes on; absent for a message's. */
  readonly endsAt?: Date;
  /** In `currency`, or how many are sent. */
  readonly allowed: string;
  /** What was added to that by hand. */
  readonly raised: string;
  /** Of calls whose outcome is open. */
  readonly reserved: string;
  /** As billed, as far as bills came, else as reckoned. */
  readonly used: string;
  /** Below zero where bills were higher than reckoned. */
  readonly left: string;
  /** Deliveries that wait for room. */
  readonly held: number;
  /** When the first of them began to wait. */
  readonly reachedAt?: Date;
}

/** More room for the time that is. */
export interface BudgetRaise {
  /** What may be spent in all; a decimal number: money in the budget's currency, or how many may be sent. */
  readonly to: string;
  /** Whose budget it is; needed where the budget is per message. */
  readonly messageId?: string;
}

/** What may be spent. */
export interface Budgets {
  /** All that hold for everybody; with a message those that hold for it, its own included. Undefined without such a message. */
  list(messageId?: string): Promise<readonly BudgetView[] | undefined>;
  /**
   * Sets what is allowed in the time that is, to no less than is allowed anyway; deliveries that wait go on at once. Said twice
   * it is what it was. Throws `InvalidRequestError`; undefined without such a budget.
   */
  raise(name: string, raise: BudgetRaise): Promise<BudgetView | undefined>;
}
