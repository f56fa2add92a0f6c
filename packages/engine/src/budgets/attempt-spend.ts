import type { Bill } from "@todoke/core";
import { addDecimals, windowKey, type SpendNeed } from "./budget-book.ts";

/** What an attempt takes of budgets, as it is kept with it. */
export interface AttemptSpend {
  /** `reserved` until its outcome is known, then `used`, or `returned` where nothing was sent. */
  readonly state: "reserved" | "used" | "returned";
  readonly entries: readonly SpendEntry[];
}

export interface SpendEntry {
  readonly budget: string;
  readonly scope: string;
  /** ISO 8601. */
  readonly startsAt: string;
  /** What was reckoned: a decimal number, in `currency` where that is present. */
  readonly amount: string;
  readonly currency?: string;
  /** What counts as used, once that is known. */
  readonly counted?: string;
}

/** How one time of a budget changes. Decimal numbers. */
export interface SpendMove {
  readonly budget: string;
  readonly scope: string;
  readonly startsAt: string;
  readonly reserved: string;
  readonly used: string;
}

/** What the members of an attempt take together; undefined where that is nothing. */
export function spendOf(needs: readonly SpendNeed[]): AttemptSpend | undefined {
  if (needs.length === 0) return undefined;
  const entries = [...Map.groupBy(needs, windowKey).values()].map((group): SpendEntry => {
    const { budget, scope, startsAt, currency } = group[0]!;
    const amount = addDecimals(group.map(({ cost }) => cost));
    return { budget, scope, startsAt: startsAt.toISOString(), amount, ...(currency !== undefined && { currency }) };
  });
  return { state: "reserved", entries };
}

/** What becomes of it by an outcome or a bill, and what that moves. What was returned stays so. */
export function settleSpend(
  spend: AttemptSpend,
  verdict: "used" | "returned",
  bill: Bill | undefined,
): { readonly spend: AttemptSpend; readonly moves: readonly SpendMove[] } {
  if (spend.state === "returned" || (spend.state === "used" && verdict === "returned")) return { spend, moves: [] };
  const wasReserved = spend.state === "reserved";
  const entries = spend.entries.map((entry) => (verdict === "used" ? { ...entry, counted: billed(entry, bill) } : entry));
  const moves = spend.entries.map(({ budget, scope, startsAt, amount, counted = "0" }, index): SpendMove => ({
    budget,
    scope,
    startsAt,
    reserved: wasReserved ? `-${amount}` : "0",
    used: verdict === "used" ? addDecimals([entries[index]!.counted!, `-${counted}`]) : "0",
  }));
  return { spend: { state: verdict, entries }, moves: moves.filter(({ reserved, used }) => reserved !== "0" || used !== "0") };
}

/** By the bill where it speaks of the same money. */
function billed({ amount, currency, counted }: SpendEntry, bill: Bill | undefined): string {
  return bill?.amount !== undefined && bill.currency === currency ? bill.amount : (counted ?? amount);
}
