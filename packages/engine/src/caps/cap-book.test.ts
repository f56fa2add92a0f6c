import { expect, it } from "vitest";
import { CapBook, keyOf, type CapPlace } from "./cap-book.ts";
import type { PreparedCap } from "./frequency-cap.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute));
const cap: PreparedCap = { name: "daily", limit: 2, per: "P1D", perMs: 86_400_000, purposes: ["marketing"], kinds: undefined };
const place = (holder: string, person = "aiko"): CapPlace => ({ cap, person, holder, countedFrom: at(0) });
const bookOf = (...holders: readonly (readonly [string, number])[]) =>
  new CapBook(new Map([[keyOf(place("any")), holders.map(([holder, minute]) => ({ holder, at: at(minute) }))]]));

it("has room until so many places count", () => {
  expect(bookOf(["one", 1]).concernAbout([place("new")])).toBeUndefined();
  expect(bookOf(["one", 1], ["two", 2]).concernAbout([place("new")])).toEqual({ cap, since: at(1) });
  expect(bookOf(["one", -1], ["two", 2]).concernAbout([place("new")])).toBeUndefined();
});

it("asks no second place of a delivery that holds one, while it counts", () => {
  expect(bookOf(["one", 1], ["two", 2]).concernAbout([place("one")])).toBeUndefined();
  expect(bookOf(["one", 1], ["two", 2]).take([place("one")], at(3))).toEqual([]);
  expect(bookOf(["one", -1]).take([place("one")], at(3))).toEqual([place("one")]);
});

it("counts what is taken from then on, and each person for themselves", () => {
  const book = bookOf(["one", 1]);
  expect(book.take([place("two"), place("two", "kenji")], at(5))).toHaveLength(2);
  expect(book.concernAbout([place("three")])?.since).toEqual(at(1));
  expect(book.concernAbout([place("three", "kenji")])).toBeUndefined();
  expect(book.concernAbout([place("three", "kenji"), place("three")])?.since).toEqual(at(1));
});
