import { Temporal } from "temporal-polyfill";
import { weekdays, type DeliveryTimeWindow } from "./delivery-time-window.ts";

/** The days and the clock times of a window, wherever that clock hangs. */
export type LocalHours = Pick<DeliveryTimeWindow, "days" | "from" | "to">;

/** One time that a window is open: from `opensAt` until just before `closesAt`, which is later. */
export interface Opening {
  readonly opensAt: Date;
  readonly closesAt: Date;
}

/** A day lost to the date line can close a weekly window for two weeks. */
const searchedDays = 16;

/**
 * The opening that `at` lies in, or else the next one. A window opens and closes when the clock on the wall first shows
 * its time or a later one: after a time that is left out in spring, and on the first pass of one that comes twice in
 * autumn. An opening of which nothing is left is none.
 */
export function openingAt(hours: LocalHours, timeZone: string, at: Date): Opening {
  const from = Temporal.PlainTime.from(hours.from);
  const to = Temporal.PlainTime.from(hours.to);
  const lastsOverMidnight = Temporal.PlainTime.compare(from, to) > 0;
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  // It may have opened yesterday.
  for (let days = -1; days <= searchedDays; days += 1) {
    const date = today.add({ days });
    if (hours.days?.includes(weekdays[date.dayOfWeek - 1]!) === false) continue;
    const closesAt = firstShown(date.add({ days: lastsOverMidnight ? 1 : 0 }).toPlainDateTime(to), timeZone);
    if (closesAt <= at) continue;
    const opensAt = firstShown(date.toPlainDateTime(from), timeZone);
    if (opensAt < closesAt) return { opensAt, closesAt };
  }
  throw new Error(`the window of ${JSON.stringify(hours)} does not open within ${searchedDays} days in ${timeZone}`);
}

/** The first instant at which clocks in the zone show this time or a later one. */
function firstShown(local: Temporal.PlainDateTime, timeZone: string): Date {
  const first = local.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  const isShown = first.toPlainDateTime().equals(local);
  // One that is left out is read as if the clocks had gone on already: just before they do.
  const instant = isShown ? first : first.getTimeZoneTransition("next")!;
  return new Date(instant.epochMilliseconds);
}
