import { describe, expect, it } from "vitest";
import { formatDuration, parseDurationMs } from "./durations.ts";

describe("parseDurationMs", () => {
  it.each([
    ["PT2M", 120_000],
    ["PT0.5S", 500],
    ["P1D", 86_400_000],
    ["P1W", 604_800_000],
    ["P1DT2H3M4S", 93_784_000],
    ["PT0S", 0],
    ["pt1h", 3_600_000],
  ])("reads %s", (text, milliseconds) => expect(parseDurationMs(text)).toBe(milliseconds));

  it.each(["", "2M", "PT", "P", "P1M", "P1Y", "-PT1M", "PT-1M", "1 hour", "PT1H ", "PT1.5.5S"])("refuses %j", (text) =>
    expect(parseDurationMs(text)).toBeUndefined(),
  );
});

describe("formatDuration", () => {
  it.each([
    [120_000, "PT2M"],
    [500, "PT0.5S"],
    [5_400_000, "PT1H30M"],
    [86_400_000, "P1D"],
    [90_000_000, "PT25H"],
    [172_800_000, "P2D"],
    [0, "PT0S"],
  ])("writes %i ms as %s, which reads back", (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
    expect(parseDurationMs(text)).toBe(milliseconds);
  });
});
