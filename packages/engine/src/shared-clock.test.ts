import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { SharedClock } from "./shared-clock.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["Date", "performance"], now: new Date("2026-03-01T12:00:00Z") }));
afterEach(() => void vi.useRealTimers());

it("carries the last observation on by the time that has passed since", () => {
  const clock = new SharedClock();
  clock.observe(new Date("2030-01-01T00:00:00Z"));
  vi.advanceTimersByTime(1_500);
  expect(clock.now()).toEqual(new Date("2030-01-01T00:00:01.500Z"));
  clock.observe(new Date("2029-01-01T00:00:00Z"));
  expect(clock.now()).toEqual(new Date("2029-01-01T00:00:00Z"));
});

it("does not follow when somebody sets this machine's time of day", () => {
  const clock = new SharedClock();
  clock.observe(new Date("2030-01-01T00:00:00Z"));
  vi.setSystemTime(new Date("1999-01-01T00:00:00Z"));
  expect(clock.now()).toEqual(new Date("2030-01-01T00:00:00Z"));
});
