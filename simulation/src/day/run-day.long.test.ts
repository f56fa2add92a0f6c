import { expect, it } from "vitest";
import { runDay } from "./run-day.ts";

const day = { people: 40, days: 0.1, pollIntervalMs: 300_000, seed: "8" };

it("lives through the same day again from the same seed, and keeps every promise in it", { timeout: 180_000 }, async () => {
  const [first, again] = [await runDay(day), await runDay(day)];
  expect(first.invariants.findings).toEqual([]);
  expect(first.errors).toEqual([]);
  expect(first.crashes).toBeGreaterThan(0);
  const proved = first.invariants.results.filter(({ looked }) => looked > 0).map(({ invariant }) => invariant.id);
  expect(proved).toEqual(["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"]);
  expect(again.digest).toBe(first.digest);
});
