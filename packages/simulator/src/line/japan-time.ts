/** LINE's days and months begin in UTC+9, wherever the account is. */
const offsetMs = 9 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** The number of a day in UTC+9: consecutive, and of no meaning otherwise. */
export function dayOf(timeMs: number): number {
  return Math.floor((timeMs + offsetMs) / dayMs);
}

/** The day that LINE writes as `yyyyMMdd`; undefined when there is no such day. */
export function parseDay(date: string | undefined): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(date ?? "");
  const midnight = match === null ? NaN : Date.parse(`${match[1]}-${match[2]}-${match[3]}T00:00:00+09:00`);
  return Number.isNaN(midnight) ? undefined : dayOf(midnight);
}

/** When the month of UTC+9 ends that a time is in. */
export function endOfMonth(timeMs: number): number {
  const inJapan = new Date(timeMs + offsetMs);
  return Date.UTC(inJapan.getUTCFullYear(), inJapan.getUTCMonth() + 1) - offsetMs;
}
