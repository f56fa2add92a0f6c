import { expect, it } from "vitest";
import { countedFrom } from "./counted-from.ts";

const day = 24 * 3_600_000;
const rolling = { perMs: day };
const today = { perMs: day, calendar: true, timeZone: "Asia/Tokyo" };
const threeDays = { ...today, perMs: 3 * day };

it.each([
  ["the day just past", rolling, undefined, "2026-11-21T12:00:00Z", "2026-11-20T12:00:00.000Z"],
  ["the day just past, wherever somebody lives", rolling, "Asia/Tokyo", "2026-11-21T12:00:00Z", "2026-11-20T12:00:00.000Z"],
  ["today where the cap says", today, undefined, "2026-11-21T14:59:59Z", "2026-11-20T15:00:00.000Z"],
  ["today from midnight on", today, undefined, "2026-11-21T15:00:00Z", "2026-11-21T15:00:00.000Z"],
  ["today where the person lives", today, "America/New_York", "2026-11-21T04:59:00Z", "2026-11-20T05:00:00.000Z"],
  ["today and two days before", threeDays, undefined, "2026-11-21T12:00:00Z", "2026-11-18T15:00:00.000Z"],
  ["a day of 25 hours", today, "America/New_York", "2026-11-02T04:30:00Z", "2026-11-01T04:00:00.000Z"],
  ["a day whose midnight is left out", today, "America/Santiago", "2026-09-06T12:00:00Z", "2026-09-06T04:00:00.000Z"],
])("counts %s", (_what, cap, timeZone, now, from) => {
  expect(countedFrom(cap, timeZone, new Date(now)).toISOString()).toBe(from);
});
