import { describe, expect, it } from "vitest";
import { isPrice, priceOf, sumByCurrency } from "./prices.ts";

const prices = { JP: { unit: 0.0787, currency: "USD" }, TH: { unit: "0.10", currency: "THB" }, "*": { unit: 1, currency: "USD" } };

describe("what units cost", () => {
  it.each([
    ["JP", 1, { amount: "0.0787", currency: "USD" }],
    ["JP", 3, { amount: "0.2361", currency: "USD" }],
    ["TH", 10, { amount: "1", currency: "THB" }],
    ["DE", 2, { amount: "2", currency: "USD" }],
    [undefined, 2, { amount: "2", currency: "USD" }],
    ["JP", 0, { amount: "0", currency: "USD" }],
    ["toString", 1, { amount: "1", currency: "USD" }],
  ])("in %s for %i units", (country, units, amount) => {
    expect(priceOf(prices, country, units)).toEqual(amount);
  });

  it("is exact where floating point is not", () => {
    expect(priceOf({ "*": { unit: 0.1, currency: "USD" } }, undefined, 3)?.amount).toBe("0.3");
    expect(priceOf({ "*": { unit: 0.07, currency: "USD" } }, undefined, 1_000_000_001)?.amount).toBe("70000000.07");
  });

  it("is not guessed", () => {
    expect(priceOf(undefined, "JP", 1)).toBeUndefined();
    expect(priceOf({ JP: prices.JP }, "DE", 1)).toBeUndefined();
  });

  it("adds up by currency", () => {
    const amounts = [{ amount: "0.1", currency: "USD" }, { amount: "2", currency: "JPY" }, { amount: "0.2222", currency: "USD" }];
    expect(sumByCurrency(amounts)).toEqual([{ amount: "0.3222", currency: "USD" }, { amount: "2", currency: "JPY" }]);
    expect(sumByCurrency([])).toEqual([]);
  });
});

describe("a price", () => {
  it.each([[0.0787, "USD", true], ["0.0787", "USD", true], [0, "USD", true], [0.000_000_1, "USD", false], [-1, "USD", false], ["1e3", "USD", false], [1, "usd", false]])(
    "of %s %s can be reckoned with: %s",
    (unit, currency, expected) => {
      expect(isPrice({ unit, currency })).toBe(expected);
    },
  );
});
