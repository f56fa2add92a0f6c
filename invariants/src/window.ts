import type { WindowRecord } from "./records.ts";

const weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/**
 * Whether the window is open at a moment for somebody in this zone; undefined where the window goes by the recipient's
 * zone and nobody knows it.
 */
export function isOpen(window: WindowRecord, recipientZone: string | null, atMs: number): boolean | undefined {
  const zone = window.timeZone === "recipient" ? (recipientZone ?? window.fallbackTimeZone) : window.timeZone;
  if (zone === undefined) return undefined;
  const { weekday, minute } = wallClock(zone, atMs);
  const from = minutesOf(window.from);
  const to = minutesOf(window.to);
  const opensOn = (day: number) => window.days?.includes(weekdays[(day + 7) % 7]!) ?? true;
  if (from < to) return opensOn(weekday) && from <= minute && minute < to;
  return (minute >= from && opensOn(weekday)) || (minute < to && opensOn(weekday - 1));
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** What the calendar and the clock on the wall say there: the day of the week from Sunday, the minute of the day. */
function wallClock(zone: string, atMs: number): { readonly weekday: number; readonly minute: number } {
  const parts = formatOf(zone).formatToParts(atMs);
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)!.value);
  const day = new Date(Date.UTC(number("year"), number("month") - 1, number("day")));
  return { weekday: day.getUTCDay(), minute: number("hour") * 60 + number("minute") };
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    const fields = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
    format = new Intl.DateTimeFormat("en-US", { timeZone, hourCycle: "h23", ...fields });
    formats.set(timeZone, format);
  }
  return format;
}
