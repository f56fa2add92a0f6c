import type { Problem } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { readInstant } from "./timing.ts";

describe("an instant", () => {
  it.each([
    ["2026-12-01T09:00:00.000Z", "2026-12-01T09:00:00.000Z"],
    ["2026-12-01T09:00:00Z", "2026-12-01T09:00:00.000Z"],
    ["2026-12-01T09:00:00+09:00", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01T09:00:00.123456Z", "2026-12-01T09:00:00.123Z"],
  ])("is read from %s", (text, instant) => {
    const problems: Problem[] = [];
    expect(readInstant(text, "/sendAt", problems)?.toISOString()).toBe(instant);
    expect(problems).toEqual([]);
  });

  it.each([
    ["no such day", "2026-02-30T09:00:00.000Z"],
    ["no such hour", "2026-12-01T25:00:00.000Z"],
    ["without its offset", "2026-12-01T09:00:00"],
    ["a day alone", "2026-12-01"],
    ["as people write it", "1 December 2026 09:00 UTC"],
    ["a number", "1796115600000"],
    ["empty", ""],
  ])("is refused: %s", (_, text) => {
    const problems: Problem[] = [];
    expect(readInstant(text, "/sendAt", problems)).toBeUndefined();
    expect(problems).toEqual([{ pointer: "/sendAt", code: "invalid-instant", detail: expect.stringContaining("ISO 8601") }]);
  });
});
