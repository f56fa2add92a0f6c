import { readDecimal, writeDecimal } from "../costs/prices.ts";

/** What sending one delivery takes of one budget. */
export interface SpendNeed {
  readonly budget: string;
  /** The message whose budget it is; all zeros where it is everybody's. */
  readonly scope: string;
  readonly startsAt: Date;
  /** A decimal number: money, or how many are sent. */
  readonly cost: string;
  /** Of the cost; absent where sends are counted. */
  readonly currency?: string;
  /** What may be taken in that time, before anybody raised it; a decimal number. */
  readonly allowed: string;
}

/** What is known of one time of a budget. Decimal numbers. */
export interface BudgetState {
  readonly raised: string;
  readonly reserved: string;
  readonly used: string;
}

/** A budget that has no room. */
export interface BudgetConcern {
  readonly need: SpendNeed;
  /** A decimal number; below zero where a bill was higher than reckoned. */
  readonly left: string;
}

export const everybody = "00000000-0000-0000-0000-000000000000";

/** Adds up what budgets still allow. Pure: whoever races whom is decided under the locks of the rows. */
export class BudgetBook {
  readonly #taken = new Map<string, bigint>();
  readonly #raised = new Map<string, bigint>();

  /** By {@link windowKey}; what is absent is untouched. */
  constructor(states: ReadonlyMap<string, BudgetState>) {
    for (const [key, { raised, reserved, used }] of states) {
      this.#raised.set(key, scaled(raised));
      this.#taken.set(key, scaled(reserved) + scaled(used));
    }
  }

  /** The first budget that does not allow what is needed. */
  concernAbout(needs: readonly SpendNeed[]): BudgetConcern | undefined {
    const need = needs.find((each) => this.#left(each) < scaled(each.cost));
    return need && { need, left: unscaled(this.#left(need)) };
  }

  take(needs: readonly SpendNeed[]): void {
    for (const need of needs) this.#taken.set(windowKey(need), (this.#taken.get(windowKey(need)) ?? 0n) + scaled(need.cost));
  }

  #left(need: SpendNeed): bigint {
    const key = windowKey(need);
    return scaled(need.allowed) + (this.#raised.get(key) ?? 0n) - (this.#taken.get(key) ?? 0n);
  }
}

export function windowKey({ budget, scope, startsAt }: Pick<SpendNeed, "budget" | "scope" | "startsAt">): string {
  return `${budget} ${scope} ${startsAt.toISOString()}`;
}

/** Exact, and in words that JSON cannot round. */
export function addDecimals(amounts: readonly string[]): string {
  return unscaled(amounts.reduce((sum, amount) => sum + scaled(amount), 0n));
}

export function describeBudget({ need: { budget, cost, currency }, left }: BudgetConcern): string {
  const unit = currency === undefined ? "" : ` ${currency}`;
  return `the budget ${budget} has ${left}${unit} left, and this needs ${cost}${unit}`;
}

const scale = 12;

function scaled(text: string): bigint {
  const isNegative = text.startsWith("-");
  const decimal = readDecimal(isNegative ? text.slice(1) : text);
  const value = decimal.digits * 10n ** BigInt(scale - decimal.scale);
  return isNegative ? -value : value;
}

function unscaled(value: bigint): string {
  return value < 0n ? `-${writeDecimal(-value, scale)}` : writeDecimal(value, scale);
}
