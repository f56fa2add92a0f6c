import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readRetryAfterMs } from "./retry-after.ts";

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 21, 12, 0, 0) }));
afterEach(() => vi.useRealTimers());

it.each<[string | undefined, number | undefined]>([
  ["0", 0],
  ["7", 7_000],
  ["1.5", 1_500],
  ["Sat, 21 Nov 2026 12:00:30 GMT", 30_000],
  ["Sat, 21 Nov 2026 11:59:30 GMT", undefined],
  ["soon", undefined],
  ["-3", undefined],
  ["7 or so", undefined],
  ["", undefined],
  [undefined, undefined],
])("reads %j as %s ms", (value, milliseconds) => {
  expect(readRetryAfterMs(value)).toBe(milliseconds);
});
