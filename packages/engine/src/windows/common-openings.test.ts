import fc from "fast-check";
import { expect, it } from "vitest";
import { checkOpening } from "./check-window.ts";
import { CommonOpenings, isNever } from "./common-openings.ts";
import { weekdays, type DeliveryTimeWindow } from "./delivery-time-window.ts";
import type { MessageWindows } from "./message-windows.ts";
import { openingAt } from "./openings.ts";

const minute = 60_000;
const tokyo = { from: "09:00", to: "20:00", timeZone: "Asia/Tokyo" };
const commonAt = (windows: readonly DeliveryTimeWindow[], at: string) =>
  new CommonOpenings(windows).at(windows.map(({ timeZone }) => timeZone), new Date(at));

it.each<[what: string, other: DeliveryTimeWindow, at: string, opensAt: string, closesAt: string]>([
  ["the later beginning and the earlier end", { from: "18:00", to: "23:00", timeZone: "Asia/Tokyo" }, "2026-12-01T10:00+09:00", "2026-12-01T18:00+09:00", "2026-12-01T20:00+09:00"],
  ["the opening that it is in", { from: "18:00", to: "23:00", timeZone: "Asia/Tokyo" }, "2026-12-01T19:00+09:00", "2026-12-01T18:00+09:00", "2026-12-01T20:00+09:00"],
  ["what zones leave of each other", { from: "09:00", to: "12:00", timeZone: "Europe/London" }, "2026-12-01T08:00+09:00", "2026-12-01T18:00+09:00", "2026-12-01T20:00+09:00"],
  ["the day of one in the hours of the other", { from: "00:00", to: "10:00", days: ["SATURDAY"], timeZone: "Asia/Tokyo" }, "2026-12-01T12:00+09:00", "2026-12-05T09:00+09:00", "2026-12-05T10:00+09:00"],
])("have in common %s", (_what, other, at, opensAt, closesAt) => {
  const expected = { opensAt: new Date(opensAt), closesAt: new Date(closesAt) };
  expect(commonAt([tokyo, other], at)).toEqual(expected);
  expect(commonAt([other, tokyo], at)).toEqual(expected);
});

const clockTime = fc.integer({ min: 0, max: 1_439 }).map((minutes) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`);
const anyWindow: fc.Arbitrary<DeliveryTimeWindow> = fc
  .record({ from: clockTime, to: clockTime, days: fc.subarray([...weekdays], { minLength: 1 }), timeZone: fc.constantFrom("Asia/Tokyo", "America/New_York", "Australia/Lord_Howe") })
  .filter(({ from, to }) => from !== to);
const moment = fc.date({ min: new Date("2020-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });

it("are open when each is, and not a minute before", () => {
  const isOpen = (window: DeliveryTimeWindow, at: Date) => openingAt(window, window.timeZone, at).opensAt <= at;
  let found = 0;
  fc.assert(
    fc.property(fc.tuple(anyWindow, anyWindow), moment, (windows, at) => {
      const { opensAt, closesAt } = commonAt(windows, at.toISOString());
      const opens = opensAt < at ? at : opensAt;
      if (isNever(opensAt)) {
        const hours = Array.from({ length: 8 * 24 }, (_, hour) => new Date(at.getTime() + hour * 60 * minute));
        expect(hours.filter((hour) => windows.every((window) => isOpen(window, hour)))).toEqual([]);
        return;
      }
      found += 1;
      const last = new Date(closesAt.getTime() - 1);
      expect([opens, last].map((when) => windows.every((window) => isOpen(window, when)))).toEqual([true, true]);
      const before = new Date(opensAt.getTime() - minute);
      if (before >= at) expect(windows.every((window) => isOpen(window, before))).toBe(false);
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(10);
});

it.each<[what: string, windows: MessageWindows, validUntil: string, problem: object | undefined]>([
  ["nothing where they open together in time", { deliveryTimeWindow: { ...tokyo, from: "18:00" }, marketingWindow: tokyo }, "2026-12-02T12:00Z", undefined],
  ["the message's own beside marketing's", { deliveryTimeWindow: { ...tokyo, from: "21:00", to: "23:00" }, marketingWindow: tokyo }, "2026-12-03T12:00Z",
    { pointer: "/deliveryTimeWindow", code: "never-opens", detail: "the delivery time window and the marketing window are never open together" }],
  ["marketing's by itself", { marketingWindow: tokyo }, "2026-12-01T13:00Z",
    { pointer: "/purpose", code: "never-opens", detail: "the marketing window opens next at 2026-12-02T00:00:00.000Z, and the delivery ends at 2026-12-01T13:00:00.000Z" }],
  ["nothing of one by the recipients' clocks", { marketingWindow: { ...tokyo, timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" } }, "2026-12-01T13:00Z", undefined],
])("are reported when they open too late: %s", (_what, windows, validUntil, problem) => {
  const problems: never[] = [];
  checkOpening(windows, new Date("2026-12-01T12:00Z"), new Date(validUntil), problems);
  expect(problems).toEqual(problem === undefined ? [] : [problem]);
});
