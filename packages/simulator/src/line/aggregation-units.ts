import type { Clock } from "../clock.ts";
import type { ErrorDetail } from "./errors.ts";
import { dayOf, endOfMonth } from "./japan-time.ts";
import type { Link } from "./links.ts";

/** A message that was sent under a unit's name. */
export interface UnitUse {
  /** In UTC+9. */
  readonly day: number;
  readonly reached: number;
  readonly messages: number;
  readonly links: readonly Link[];
}

/** Names under which LINE adds up what becomes of messages. */
export interface AggregationUnits {
  /** Without effect when the name is one too many this month, as with LINE. */
  use(unit: string, use: Omit<UnitUse, "day">): void;
  /** This month's names, in the order of their first use. */
  names(): readonly string[];
  usesOf(unit: string): readonly UnitUse[];
}

/** "Messaging API reference", Unit names: distinct ones per calendar month. */
const mostPerMonth = 1_000;

const wellFormed = /^[A-Za-z0-9_]{1,30}$/;

export function createAggregationUnits(clock: Clock): AggregationUnits {
  const uses = new Map<string, UnitUse[]>();
  const thisMonth = new Set<string>();
  let monthEndsAt = 0;

  function beginMonth(): void {
    if (clock.now() < monthEndsAt) return;
    monthEndsAt = endOfMonth(clock.now());
    thisMonth.clear();
  }

  return {
    use(unit, use) {
      beginMonth();
      if (!thisMonth.has(unit) && thisMonth.size >= mostPerMonth) return;
      thisMonth.add(unit);
      const all = uses.get(unit) ?? [];
      all.push({ day: dayOf(clock.now()), ...use });
      uses.set(unit, all);
    },
    names() {
      beginMonth();
      return [...thisMonth];
    },
    usesOf: (unit) => uses.get(unit) ?? [],
  };
}

/** What LINE finds wrong with `customAggregationUnits`. */
export function findUnitErrors(units: unknown): readonly ErrorDetail[] {
  const property = "customAggregationUnits";
  if (units === undefined) return [];
  if (!Array.isArray(units) || units.length > 1) return [{ message: "Size must be between 0 and 1", property }];
  return units.flatMap((unit: unknown, index) =>
    typeof unit === "string" && wellFormed.test(unit)
      ? []
      : [{ message: "Invalid characters are included in custom aggregation unit", property: `${property}[${index}]` }],
  );
}
