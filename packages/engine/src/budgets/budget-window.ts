import { Temporal } from "temporal-polyfill";
import type { Budget } from "./budget.ts";

/** One time that a budget is for. */
export interface BudgetTime {
  readonly startsAt: Date;
  /** Undefined for a message's. */
  readonly endsAt: Date | undefined;
}

const units = { hour: "hours", day: "days", month: "months" } as const;

/** The time that `now` lies in, by the clocks of the budget's zone. */
export function timeOf({ per, timeZone = "UTC" }: Pick<Budget, "per" | "timeZone">, now: Date): BudgetTime {
  if (per === "message") return { startsAt: new Date(0), endsAt: undefined };
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const starts =
    per === "hour" ? local.round({ smallestUnit: "hour", roundingMode: "floor" })
    : per === "day" ? local.startOfDay()
    : local.with({ day: 1 }).startOfDay();
  const ends = starts.add({ [units[per]]: 1 });
  return { startsAt: new Date(starts.epochMilliseconds), endsAt: new Date(ends.epochMilliseconds) };
}
