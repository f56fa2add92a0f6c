import { describe, expect, it } from "vitest";
import { readBill } from "./bill.ts";

describe("readBill", () => {
  it.each([
    [{ numSegments: "2", price: "-0.07870", priceUnit: "usd" }, { units: 2, amount: "0.07870", currency: "USD" }],
    [{ numSegments: "1", price: null, priceUnit: "USD" }, { units: 1 }],
    [{ numSegments: "0", price: null, priceUnit: "USD" }, undefined],
    [{ numSegments: "0", price: "-0.0079", priceUnit: null }, undefined],
    [{ price: "free", priceUnit: "USD" }, undefined],
    [{ numSegments: "many" }, undefined],
    [{}, undefined],
  ])("reads %j", (message, bill) => {
    expect(readBill(message).bill).toEqual(bill);
  });
});
