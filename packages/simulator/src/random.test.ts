import { expect, test } from "vitest";
import { createRandom, shuffle } from "./random.ts";

test("the same seed gives the same series, and another seed another", () => {
  const series = (seed: number) => Array.from({ length: 5 }, createRandom(seed));

  expect(series(1)).toEqual(series(1));
  expect(series(1)).not.toEqual(series(2));
});

test("numbers are from 0 to below 1", () => {
  const random = createRandom(3);
  const numbers = Array.from({ length: 1_000 }, random);

  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
});

test("shuffling keeps every item and never the order", () => {
  for (let seed = 0; seed < 50; seed++) {
    const shuffled = shuffle(["a", "b", "c"], createRandom(seed));
    expect(shuffled.toSorted()).toEqual(["a", "b", "c"]);
    expect(shuffled).not.toEqual(["a", "b", "c"]);
  }
});
