import { describe, expect, it } from "vitest";
import { median, medianOfKnown, quantile } from "./median.ts";

describe("the median", () => {
  it("is the middle one of an odd number, whatever their order", () => expect(median([30, 4, 100])).toBe(30));

  it("is the mean of the middle two of an even number", () => expect(median([1, 10, 2, 3])).toBe(2.5));

  it("is unknown of nothing", () => expect(median([])).toBeUndefined());

  it("passes over what is not known", () => expect(medianOfKnown([undefined, 3, undefined, 1, 2])).toBe(2));
});

describe("a quantile", () => {
  const numbers = Array.from({ length: 100 }, (_, index) => 100 - index);

  it.each([[0.5, 50], [0.95, 95], [1, 100], [0, 1]])("of %d is what that share does not exceed", (share, expected) => {
    expect(quantile(numbers, share)).toBe(expected);
  });

  it("is unknown of nothing", () => expect(quantile([], 0.5)).toBeUndefined());
});
