import { problem } from "../content-shape.ts";
import { refusedContent } from "../refusal.ts";

/** A day of LINE's calendar, which is in UTC+9: `2026-11-21`. */
export type LineDay = string;

const dayMs = 24 * 60 * 60 * 1000;

/** As LINE writes days: `20261121`. Throws class `content` for what is no day. */
export function toDate(day: LineDay, name = "day"): string {
  timeOf(day, name);
  return day.replaceAll("-", "");
}

/** Throws class `content` unless `to` is on or after `from`, and at most 30 days after it. */
export function toPeriod({ from, to }: { readonly from: LineDay; readonly to: LineDay }) {
  const days = (timeOf(to, "to") - timeOf(from, "from")) / dayMs;
  if (days < 0 || days > 30) {
    throw refusedContent([problem("/to", "out-of-range", "must be from 0 to 30 days after from")], undefined, "period");
  }
  return { from: toDate(from), to: toDate(to) };
}

function timeOf(day: LineDay, name: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  if (!isDay)
    throw refusedContent([problem(`/${name}`, "wrong-format", "must be a day as in 2026-11-21")], undefined, "period");
  return at;
}

const japanOffsetMs = 9 * 60 * 60 * 1000;

/** LINE's day that a moment lies in. */
export function dayOf(at: Date): LineDay {
  return new Date(at.getTime() + japanOffsetMs).toISOString().slice(0, 10);
}

/** LINE's month that a moment lies in: `2026-11`. */
export function monthOf(at: Date): string {
  return dayOf(at).slice(0, 7);
}
