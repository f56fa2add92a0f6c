import { expect, it } from "vitest";
import { timeGroupsIn } from "./time-groups.ts";

it.each([
  ["UTC", "2026-11-21T23:45:00Z", "2026-11-21T23:00:00+00:00", "2026-11-21"],
  ["Asia/Tokyo", "2026-11-21T23:45:00Z", "2026-11-22T08:00:00+09:00", "2026-11-22"],
  ["Asia/Kathmandu", "2026-11-21T18:15:00Z", "2026-11-22T00:00:00+05:45", "2026-11-22"],
  ["Asia/Kathmandu", "2026-11-21T18:00:00Z", "2026-11-21T23:00:00+05:45", "2026-11-21"],
  ["Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T02:00:00+02:00", "2026-10-25"],
  ["Europe/Berlin", "2026-10-25T01:30:00Z", "2026-10-25T02:00:00+01:00", "2026-10-25"],
  ["Australia/Lord_Howe", "2026-04-04T15:15:00Z", "2026-04-05T01:00:00+11:00", "2026-04-05"],
])("in %s %s lies in the hour %s of %s", (timeZone, moment, hour, day) => {
  expect(timeGroupsIn(timeZone)(new Date(moment))).toEqual({ hour, day });
});
