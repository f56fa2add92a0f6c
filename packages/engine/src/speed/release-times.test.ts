import { describe, expect, it } from "vitest";
import { releaseTimes } from "./release-times.ts";

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const tokyo = { from: "09:00", to: "20:00", timeZone: "Asia/Tokyo" };

describe("release times", () => {
  it("follow each other evenly without a window", () => {
    expect(releaseTimes({}).after(at("2026-12-01T00:00:00Z"), 999 * 120_000)).toBe(at("2026-12-02T09:18:00Z"));
    expect(releaseTimes({}).after(1_000, 0.2)).toBe(1_000.2);
  });

  it("begin with the opening, and go on with the next one", () => {
    const times = releaseTimes({ deliveryTimeWindow: tokyo });
    expect(iso(times.after(at("2026-12-01T05:00:00+09:00"), 0))).toBe(iso(at("2026-12-01T09:00:00+09:00")));
    expect(iso(times.after(at("2026-12-01T19:00:00+09:00"), hour / 2))).toBe(iso(at("2026-12-01T19:30:00+09:00")));
    // Nothing goes out from the closing on.
    expect(iso(times.after(at("2026-12-01T19:00:00+09:00"), hour))).toBe(iso(at("2026-12-02T09:00:00+09:00")));
    expect(iso(times.after(at("2026-12-01T19:00:00+09:00"), 25 * hour))).toBe(iso(at("2026-12-04T11:00:00+09:00")));
  });

  it("leave closed days out", () => {
    const times = releaseTimes({ deliveryTimeWindow: { ...tokyo, days: ["MONDAY", "FRIDAY"] } });
    // A Tuesday; then Friday, and Monday at 11:00.
    expect(iso(times.after(at("2026-12-01T12:00:00+09:00"), 13 * hour))).toBe(iso(at("2026-12-07T11:00:00+09:00")));
  });

  it("tell years ahead by the week, and agree with the way there one by one", () => {
    const times = releaseTimes({ deliveryTimeWindow: { ...tokyo, days: ["MONDAY", "WEDNESDAY"] } });
    const from = at("2026-12-02T10:00:00+09:00");
    let oneByOne = from;
    for (let count = 0; count < 400; count += 1) oneByOne = times.after(oneByOne, 5 * hour);
    expect(iso(times.after(from, 400 * 5 * hour))).toBe(iso(oneByOne));
    const started = performance.now();
    expect(times.after(from, 33_333 * hour)).toBeGreaterThan(at("2055-01-01T00:00:00Z"));
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("keep to a window for marketing as well, where the two are ever open together", () => {
    const evening = { ...tokyo, from: "18:00", to: "23:00" };
    const times = releaseTimes({ deliveryTimeWindow: evening, marketingWindow: tokyo });
    expect(iso(times.after(at("2026-12-01T19:00:00+09:00"), 2 * hour))).toBe(iso(at("2026-12-02T19:00:00+09:00")));
    expect(iso(times.after(at("2026-12-01T19:00:00+09:00"), 200 * hour))).toBe(iso(at("2027-03-11T19:00:00+09:00")));
    expect(releaseTimes({ deliveryTimeWindow: { ...evening, from: "21:00" }, marketingWindow: tokyo }).after(1_000, 2_000)).toBe(3_000);
  });

  it("do not know windows by the recipients' own clocks", () => {
    expect(releaseTimes({ deliveryTimeWindow: { ...tokyo, timeZone: "recipient" } }).after(1_000, 2_000)).toBe(3_000);
  });
});
