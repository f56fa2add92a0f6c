import { weekdays } from "../windows/delivery-time-window.ts";
import type { LocalHours, Opening } from "../windows/openings.ts";

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** A day before and after each moment of a year at which the zone's clocks are moved; in other zones some days of spring. */
export function changesOfClock(timeZone: string, year: number): readonly { readonly begin: Date; readonly end: Date }[] {
  const days = Array.from({ length: 366 }, (_, day) => Date.UTC(year, 0, day + 1));
  const shown = clockOf(timeZone);
  const isMoved = (day: number) => shown(day + dayMs) - shown(day) !== dayMs / minuteMs;
  const moved = days.filter(isMoved);
  return (moved.length === 0 ? [Date.UTC(year, 2, 15)] : moved).map((day) => ({
    begin: new Date(day - dayMs),
    end: new Date(day + 2 * dayMs),
  }));
}

/**
 * The openings of a window between two moments, found by reading the clock at every minute: on each day, from the first
 * minute at which it shows the one time or more to the first at which it shows the other.
 */
export function openingsByTheMinute({ from, to, days }: LocalHours, timeZone: string, begin: Date, end: Date): readonly Opening[] {
  const shown = clockOf(timeZone);
  const minutes: { readonly at: Date; readonly shows: number }[] = [];
  for (let at = begin.getTime() - 2 * dayMs; at <= end.getTime() + 2 * dayMs; at += minuteMs) {
    minutes.push({ at: new Date(at), shows: shown(at) });
  }
  const firstShowing = (wanted: number) => minutes.find(({ shows }) => shows >= wanted)?.at;
  const openings: Opening[] = [];
  for (let date = begin.getTime() - dayMs; date <= end.getTime(); date += dayMs) {
    const midnight = Math.floor(date / dayMs) * 1_440;
    const weekday = weekdays[(new Date(midnight * minuteMs).getUTCDay() + 6) % 7]!;
    if (days?.includes(weekday) === false) continue;
    const opensAt = firstShowing(midnight + minutesOf(from));
    const closesAt = firstShowing(midnight + minutesOf(to) + (to < from ? 1_440 : 0));
    if (opensAt !== undefined && closesAt !== undefined && opensAt < closesAt && closesAt > begin) openings.push({ opensAt, closesAt });
  }
  return openings;
}

/** What clocks show, in minutes since the first of January 1970 as they count it. */
function clockOf(timeZone: string): (at: number) => number {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;
  const format = new Intl.DateTimeFormat("sv", { ...parts, timeZone, hourCycle: "h23" });
  return (at) => Date.parse(`${format.format(at).replace(" ", "T")}:00Z`) / minuteMs;
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(":").map(Number);
  return hours! * 60 + minutes!;
}
