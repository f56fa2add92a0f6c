import { purposes } from "@todoke/core";
import { expect, it } from "vitest";
import { furthestHorizonMs, horizonsOf } from "./priority.ts";

it("who may look further ahead comes first: codes, alerts, the rest, and of each the few before the many", () => {
  const inOrder = (["otp", "alert", "notice"] as const).flatMap((purpose) => [horizonsOf(purpose).few, horizonsOf(purpose).many]);
  expect(inOrder).toEqual(inOrder.toSorted((one, other) => other - one));
  expect(new Set(inOrder).size).toBe(inOrder.length);
  expect(horizonsOf("marketing")).toEqual(horizonsOf("notice"));
  for (const purpose of purposes) expect(horizonsOf(purpose).few).toBeLessThanOrEqual(furthestHorizonMs);
});
