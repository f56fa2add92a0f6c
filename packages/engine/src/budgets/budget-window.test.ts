import { expect, it } from "vitest";
import { timeOf } from "./budget-window.ts";

it.each([
  ["hour", undefined, "2026-11-21T12:34:56Z", "2026-11-21T12:00:00.000Z", "2026-11-21T13:00:00.000Z"],
  ["hour", "Asia/Kolkata", "2026-11-21T12:34:56Z", "2026-11-21T12:30:00.000Z", "2026-11-21T13:30:00.000Z"],
  ["day", undefined, "2026-11-21T23:59:59Z", "2026-11-21T00:00:00.000Z", "2026-11-22T00:00:00.000Z"],
  ["day", "Asia/Tokyo", "2026-11-21T15:00:00Z", "2026-11-21T15:00:00.000Z", "2026-11-22T15:00:00.000Z"],
  ["day", "America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"],
  ["month", undefined, "2026-02-14T12:00:00Z", "2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ["month", "Asia/Tokyo", "2026-11-30T15:00:00Z", "2026-11-30T15:00:00.000Z", "2026-12-31T15:00:00.000Z"],
] as const)("a budget per %s by the clocks of %s", (per, timeZone, now, startsAt, endsAt) => {
  const time = timeOf({ per, ...(timeZone && { timeZone }) }, new Date(now));
  expect([time.startsAt.toISOString(), time.endsAt!.toISOString()]).toEqual([startsAt, endsAt]);
});

it("is one for the whole of a message", () => {
  expect(timeOf({ per: "message" }, new Date())).toEqual({ startsAt: new Date(0), endsAt: undefined });
});
