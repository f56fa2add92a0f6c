import { describe, expect, it } from "vitest";
import { readBill } from "./bill.ts";

describe("readBill", () => {
  it.each([
    [{ usage: { currency: "EUR", price: "0.0333" }, sms: { count_total: "2" } }, { units: 2, amount: "0.0333", currency: "EUR" }],
    [{ sms: { count_total: "1" } }, { units: 1 }],
    [{ usage: { currency: "EUR", price: "free" } }, undefined],
    [{ usage: "none", sms: [] }, undefined],
    [{}, undefined],
  ])("reads %j", (body, bill) => {
    expect(readBill(body).bill).toEqual(bill);
  });
});
