import { Temporal } from "temporal-polyfill";
import type { PreparedCap } from "./frequency-cap.ts";

/**
 * The moment from which on places count: so long before `now`, or the beginning of the calendar day that lies so many days
 * back, today included, by the clocks of `timeZone` or of the cap's own zone.
 */
export function countedFrom(cap: Pick<PreparedCap, "perMs" | "calendar" | "timeZone">, timeZone: string | undefined, now: Date): Date {
  const zone = timeZone ?? cap.timeZone;
  if (cap.calendar !== true || zone === undefined) return new Date(now.getTime() - cap.perMs);
  const days = cap.perMs / 86_400_000;
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  return new Date(today.subtract({ days: days - 1 }).toZonedDateTime(zone).epochMilliseconds);
}
