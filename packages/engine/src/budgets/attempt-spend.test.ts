import { expect, it } from "vitest";
import { settleSpend, spendOf, type AttemptSpend } from "./attempt-spend.ts";
import { everybody, type SpendNeed } from "./budget-book.ts";

const startsAt = new Date("2026-11-21T12:00:00Z");
const money: SpendNeed = { budget: "daily", scope: everybody, startsAt, cost: "0.08", currency: "USD", allowed: "1" };
const sends: SpendNeed = { budget: "outage", scope: everybody, startsAt, cost: "1", allowed: "10" };
const reserved = spendOf([money, sends, money, sends])!;
const moved = (spend: AttemptSpend, verdict: "used" | "returned", amount?: string, currency = "USD") => {
  const settled = settleSpend(spend, verdict, amount === undefined ? undefined : { amount, currency });
  return { ...settled, moves: settled.moves.map((move) => [move.budget, move.reserved, move.used]) };
};

it("adds up what the members take of each budget", () => {
  expect(reserved.entries.map(({ budget, amount }) => [budget, amount])).toEqual([["daily", "0.16"], ["outage", "2"]]);
  expect(spendOf([])).toBeUndefined();
});

it("makes used of what was reserved, as reckoned or as billed", () => {
  expect(moved(reserved, "used").moves).toEqual([["daily", "-0.16", "0.16"], ["outage", "-2", "2"]]);
  expect(moved(reserved, "used", "0.15").moves).toEqual([["daily", "-0.16", "0.15"], ["outage", "-2", "2"]]);
  expect(moved(reserved, "used", "12", "JPY").moves[0]).toEqual(["daily", "-0.16", "0.16"]);
});

it("follows a bill that comes later, each time by the difference, and moves nothing twice", () => {
  const used = moved(reserved, "used").spend;
  const billed = moved(used, "used", "0.2");
  expect(billed.moves).toEqual([["daily", "0", "0.04"]]);
  expect(moved(billed.spend, "used", "0.2").moves).toEqual([]);
  expect(moved(billed.spend, "used", "0.1").moves).toEqual([["daily", "0", "-0.1"]]);
  expect(moved(used, "used").moves).toEqual([]);
});

it("gives back what was not sent, once, and never what was used", () => {
  const returned = moved(reserved, "returned");
  expect(returned.moves).toEqual([["daily", "-0.16", "0"], ["outage", "-2", "0"]]);
  expect(moved(returned.spend, "returned").moves).toEqual([]);
  expect(moved(moved(reserved, "used").spend, "returned").moves).toEqual([]);
});
