import { expect, it } from "vitest";
import { addDecimals, BudgetBook, describeBudget, everybody, windowKey, type SpendNeed } from "./budget-book.ts";

const startsAt = new Date("2026-11-21T12:00:00Z");
const need = (cost: string, budget = "daily"): SpendNeed => ({ budget, scope: everybody, startsAt, cost, currency: "USD", allowed: "1" });
const bookOf = (state: { raised?: string; reserved?: string; used?: string }) =>
  new BudgetBook(new Map([[windowKey(need("0")), { raised: "0", reserved: "0", used: "0", ...state }]]));

it("has room to the last fraction, and no further", () => {
  expect(bookOf({ used: "0.7", reserved: "0.1" }).concernAbout([need("0.2")])).toBeUndefined();
  expect(bookOf({ used: "0.7", reserved: "0.1" }).concernAbout([need("0.200000000001")])).toMatchObject({ left: "0.2" });
  expect(bookOf({ used: "0.7", reserved: "0.1", raised: "0.000000000001" }).concernAbout([need("0.200000000001")])).toBeUndefined();
});

it("adds up without rounding what is taken", () => {
  const book = bookOf({});
  for (let taken = 0; taken < 10; taken += 1) book.take([need("0.1")]);
  expect(book.concernAbout([need("0.000001")])).toMatchObject({ left: "0" });
  expect(addDecimals(["0.1", "0.2", "-0.3"])).toBe("0");
  expect(addDecimals(["0.10", "1", "-3.25"])).toBe("-2.15");
});

it("names the first budget without room, in its currency", () => {
  const concern = bookOf({ used: "1.02" }).concernAbout([need("0.5", "other"), need("0.5")])!;
  expect(describeBudget(concern)).toBe("the budget daily has -0.02 USD left, and this needs 0.5 USD");
});
