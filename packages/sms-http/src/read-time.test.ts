import { expect, test } from "vitest";
import { readTime } from "./read-time.ts";

test.each([
  ["2026-06-01T00:00:05Z", undefined, "2026-06-01T00:00:05.000Z"],
  ["2026-06-01T07:00:05.5+07:00", "+09:00", "2026-06-01T00:00:05.500Z"],
  ["2026-06-01 07:00:05", "+07:00", "2026-06-01T00:00:05.000Z"],
  ["2026/06/01 07:00", "+07:00", "2026-06-01T00:00:00.000Z"],
  ["20260601080005", "+08:00", "2026-06-01T00:00:05.000Z"],
  ["1780272005", undefined, "2026-06-01T00:00:05.000Z"],
  ["1780272005250", undefined, "2026-06-01T00:00:05.250Z"],
  ["2026-06-01 07:00:05", undefined, undefined],
  ["20260601080005", undefined, undefined],
  ["2026-13-01T00:00:05Z", undefined, undefined],
  ["2026-06-01 25:00:05", "+07:00", undefined],
  ["yesterday", "+07:00", undefined],
  [undefined, "+07:00", undefined],
])("%s (%s) is %s", (text, utcOffset, time) => {
  expect(readTime(text, utcOffset)?.toISOString()).toBe(time);
});
