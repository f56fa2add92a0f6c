import { expect, it } from "vitest";
import { splitRange } from "./index-range.ts";

it("a range is split without gaps, the last part taking the rest", () => {
  expect(splitRange({ from: 5, count: 25 }, 10)).toEqual([
    { from: 5, count: 10 },
    { from: 15, count: 10 },
    { from: 25, count: 5 },
  ]);
});

it("an empty range has no parts", () => expect(splitRange({ from: 5, count: 0 }, 10)).toEqual([]));
