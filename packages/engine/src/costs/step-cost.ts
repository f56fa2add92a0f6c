import type { JsonObject } from "@todoke/core";
import type { Route } from "../accounts.ts";
import { priceOf, sumByCurrency, type Amount, type Prices } from "./prices.ts";

/** What one send of a step counts as with its provider, and what that costs where a price is configured. */
export interface StepCost extends Partial<Amount> {
  /** What is counted: `segment`, `person`. */
  readonly unit: string;
  readonly units: number;
  /** How the text travels: `GSM-7`, `UCS-2`. */
  readonly encoding?: string;
  /** What raises the bill and need not. */
  readonly warnings?: readonly string[];
}

/** What the recipients of an explanation cost together. */
export interface PlanCosts {
  readonly units: readonly UnitTotal[];
  readonly amounts: readonly AmountTotal[];
}

export interface UnitTotal {
  readonly unit: string;
  /** When every first step succeeds. */
  readonly expected: number;
  /** When every step is tried once. */
  readonly highest: number;
  /** Those of `highest` for which no price is configured. */
  readonly unpriced: number;
}

export interface AmountTotal {
  readonly currency: string;
  /** When every first step succeeds; a decimal number. */
  readonly expected: string;
  /** When every step is tried once. */
  readonly highest: string;
}

/** A reply costs nothing. Undefined where the provider counts nothing. */
export function costOfStep(
  { adapter }: Route,
  prices: Prices | undefined,
  { address, payload, isReply }: { readonly address: string; readonly payload: JsonObject; readonly isReply: boolean },
): StepCost | undefined {
  if (adapter.cost === undefined) return undefined;
  const units = isReply ? 0 : adapter.cost.units(payload);
  const { encoding, warnings = [] } = adapter.cost.explain?.(payload) ?? {};
  return {
    unit: adapter.cost.unit,
    units,
    ...(encoding !== undefined && { encoding }),
    ...(warnings.length > 0 && { warnings }),
    ...priceOf(prices, adapter.address.countryOf?.(address), units),
  };
}

/** A step's cost, and whether it is the one that goes first. */
export interface CountedCost {
  readonly cost: StepCost;
  readonly isFirst: boolean;
}

export function addUp(counted: readonly CountedCost[]): PlanCosts {
  const units = [...Map.groupBy(counted, ({ cost }) => cost.unit)].map(([unit, group]): UnitTotal => ({
    unit,
    expected: unitsOf(group.filter(({ isFirst }) => isFirst)),
    highest: unitsOf(group),
    unpriced: unitsOf(group.filter(({ cost }) => cost.amount === undefined)),
  }));
  const expected = sumByCurrency(amountsOf(counted.filter(({ isFirst }) => isFirst)));
  const amounts = sumByCurrency(amountsOf(counted)).map(({ amount, currency }): AmountTotal => ({
    currency,
    expected: expected.find((each) => each.currency === currency)?.amount ?? "0",
    highest: amount,
  }));
  return { units, amounts };
}

function unitsOf(counted: readonly CountedCost[]): number {
  return counted.reduce((sum, { cost }) => sum + cost.units, 0);
}

function amountsOf(counted: readonly CountedCost[]): readonly Amount[] {
  return counted.flatMap(({ cost: { amount, currency } }) => (amount === undefined || currency === undefined ? [] : [{ amount, currency }]));
}
