import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesOfClock, openingsByTheMinute } from "../testing/clock-by-the-minute.ts";
import { weekdays } from "./delivery-time-window.ts";
import { KnownOpenings } from "./known-openings.ts";
import { openingAt, type LocalHours } from "./openings.ts";

const minute = 60_000;
const daytime: LocalHours = { from: "09:00", to: "20:00" };
const night: LocalHours = { from: "22:00", to: "06:00" };

describe("the next opening", () => {
  it.each<[what: string, LocalHours, zone: string, at: string, opensAt: string, closesAt: string]>([
    ["is today's before it opens", daytime, "Asia/Tokyo", "2026-12-01T08:59+09:00", "2026-12-01T09:00+09:00", "2026-12-01T20:00+09:00"],
    ["is the one that it is in", daytime, "Asia/Tokyo", "2026-12-01T09:00+09:00", "2026-12-01T09:00+09:00", "2026-12-01T20:00+09:00"],
    ["is tomorrow's from the moment it closes", daytime, "Asia/Tokyo", "2026-12-01T20:00+09:00", "2026-12-02T09:00+09:00", "2026-12-02T20:00+09:00"],
    ["goes by the zone's day", daytime, "Asia/Bangkok", "2026-12-01T16:00Z", "2026-12-02T09:00+07:00", "2026-12-02T20:00+07:00"],
    ["lasts over midnight", night, "Asia/Taipei", "2026-12-02T03:00+08:00", "2026-12-01T22:00+08:00", "2026-12-02T06:00+08:00"],
    ["is the next evening's by day", night, "Asia/Taipei", "2026-12-02T06:00+08:00", "2026-12-02T22:00+08:00", "2026-12-03T06:00+08:00"],
    ["waits for its day", { ...daytime, days: ["MONDAY"] }, "Europe/London", "2026-11-24T12:00Z", "2026-11-30T09:00Z", "2026-11-30T20:00Z"],
    ["names the day on which it opens", { ...night, days: ["FRIDAY"] }, "Europe/London", "2026-11-28T05:00Z", "2026-11-27T22:00Z", "2026-11-28T06:00Z"],
    ["does not open in the small hours of a day that it names", { ...night, days: ["FRIDAY"] }, "Europe/London", "2026-11-27T05:00Z", "2026-11-27T22:00Z", "2026-11-28T06:00Z"],
    ["ends at midnight", { from: "18:00", to: "00:00" }, "UTC", "2026-11-27T23:59Z", "2026-11-27T18:00Z", "2026-11-28T00:00Z"],
    ["begins after a time that is left out", { from: "02:30", to: "09:00" }, "America/New_York", "2026-03-08T01:00-05:00", "2026-03-08T03:00-04:00", "2026-03-08T09:00-04:00"],
    ["ends when a time is left out", { from: "01:00", to: "02:30" }, "America/New_York", "2026-03-08T01:00-05:00", "2026-03-08T01:00-05:00", "2026-03-08T03:00-04:00"],
    ["is none where all of it is left out", { from: "02:15", to: "02:45" }, "America/New_York", "2026-03-08T01:00-05:00", "2026-03-09T02:15-04:00", "2026-03-09T02:45-04:00"],
    ["begins at the first pass of an hour that comes twice", { from: "01:30", to: "09:00" }, "America/New_York", "2026-11-01T00:00-04:00", "2026-11-01T01:30-04:00", "2026-11-01T09:00-05:00"],
    ["ends at the first pass of an hour that comes twice", { from: "22:00", to: "01:30" }, "America/New_York", "2026-11-01T00:00-04:00", "2026-10-31T22:00-04:00", "2026-11-01T01:30-04:00"],
    ["does not open again on the second pass", { from: "01:15", to: "01:45" }, "America/New_York", "2026-11-01T01:30-05:00", "2026-11-02T01:15-05:00", "2026-11-02T01:45-05:00"],
    ["follows a clock that moves by half an hour", { from: "02:10", to: "03:00" }, "Australia/Lord_Howe", "2026-10-04T00:00+10:30", "2026-10-04T02:30+11:00", "2026-10-04T03:00+11:00"],
    ["leaves out a midnight that there is not", { from: "00:00", to: "06:00" }, "America/Sao_Paulo", "2018-11-03T12:00-03:00", "2018-11-04T01:00-02:00", "2018-11-04T06:00-02:00"],
    ["leaves out a day that there is not", { ...daytime, days: ["FRIDAY"] }, "Pacific/Apia", "2011-12-29T12:00-10:00", "2012-01-06T09:00+14:00", "2012-01-06T20:00+14:00"],
    ["keeps to the clock where Ramadan moves it", { from: "08:00", to: "09:00" }, "Africa/Casablanca", "2026-02-15T00:00+00:00", "2026-02-15T08:00+00:00", "2026-02-15T09:00+00:00"],
  ])("%s", (_what, hours, zone, at, opensAt, closesAt) => {
    expect(openingAt(hours, zone, new Date(at))).toEqual({ opensAt: new Date(opensAt), closesAt: new Date(closesAt) });
  });

  it.each<[zone: string, years: readonly number[]]>([
    ["Asia/Tokyo", [2026]],
    ["Asia/Bangkok", [2026]],
    ["Asia/Taipei", [2026]],
    ["America/New_York", [2024, 2026, 2030]],
    ["Australia/Lord_Howe", [2024, 2026, 2030]],
    ["Europe/London", [2024, 2026, 2030]],
    ["Pacific/Apia", [2011, 2020]],
    ["America/Sao_Paulo", [2017, 2018, 2026]],
    ["Africa/Casablanca", [2024, 2026, 2030]],
    ["Asia/Tehran", [2021, 2026]],
  ])("is in %s what a look at the clock at each minute finds, around each change of the clock", (zone, years) => {
    const hoursToTry: readonly LocalHours[] = [
      daytime,
      night,
      { from: "02:10", to: "02:40" },
      { from: "01:30", to: "00:15" },
      { from: "23:30", to: "01:30", days: ["SATURDAY", "SUNDAY"] },
      { from: "00:00", to: "23:59", days: ["MONDAY", "FRIDAY"] },
    ];
    for (const { begin, end } of years.flatMap((year) => changesOfClock(zone, year))) {
      for (const hours of hoursToTry) {
        const expected = openingsByTheMinute(hours, zone, begin, end);
        let at = begin;
        const found = expected.map(() => {
          const opening = openingAt(hours, zone, at);
          at = opening.closesAt;
          return opening;
        });
        expect(found, `${zone} ${begin.toISOString()} ${JSON.stringify(hours)}`).toEqual(expected);
      }
    }
  });
});

const zones = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
const clockTime = fc.integer({ min: 0, max: 1_439 }).map((minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`);
const someHours: fc.Arbitrary<LocalHours> = fc
  .record({ from: clockTime, to: clockTime, days: fc.subarray([...weekdays], { minLength: 1 }) })
  .filter(({ from, to }) => from !== to);
const moment = fc.date({ min: new Date("2011-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });

describe("any window in any zone", () => {
  it("is open at its next opening, and was not a minute before", () => {
    fc.assert(
      fc.property(someHours, zones, moment, (hours, zone, at) => {
        const isOpenAt = (when: Date) => openingAt(hours, zone, when).opensAt <= when;
        const current = openingAt(hours, zone, at);
        expect(current.closesAt > at).toBe(true);
        const next = openingAt(hours, zone, current.closesAt);
        expect(isOpenAt(next.opensAt)).toBe(true);
        expect(isOpenAt(new Date(next.closesAt.getTime() - 1))).toBe(true);
        const before = new Date(next.opensAt.getTime() - minute);
        if (before >= current.closesAt) expect(isOpenAt(before)).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it("is known as it is computed, whatever was asked before", () => {
    const questions = fc.array(fc.tuple(fc.constantFrom("Asia/Tokyo", "America/New_York"), moment), { minLength: 2, maxLength: 6 });
    const steps = fc.array(fc.integer({ min: -90, max: 90 }), { maxLength: 5 });
    fc.assert(
      fc.property(someHours, questions, steps, (hours, asked, hoursLater) => {
        const known = new KnownOpenings(hours);
        for (const [zone, at] of asked) {
          for (const step of [0, ...hoursLater]) {
            const when = new Date(at.getTime() + step * 60 * minute);
            expect(known.at(zone, when)).toMatchObject({ ...openingAt(hours, zone, when) });
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
