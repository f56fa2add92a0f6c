import { expect, test } from "vitest";
import { relayDelayMs } from "./relay-retries.ts";

const dayMs = 86_400_000;

test.each([
  [1, 0, 1_000],
  [2, 1_000, 2_000],
  [10, 600_000, 512_000],
  [11, 1_200_000, 600_000],
  [1_000, dayMs - 1, 600_000],
  [5, dayMs, undefined],
])("after %d tries, %d ms old: %s", (tries, ageMs, delayMs) => {
  expect(relayDelayMs(tries, ageMs)).toBe(delayMs);
});
