import { expect, it } from "vitest";
import { joinFinishes } from "./in-turns.ts";

it("turns are joined without what passes between them", () => {
  const finishes = [
    { startedAtMs: 1_000, firstCallAtMs: 1_010, endedAtMs: 1_100 },
    { startedAtMs: 5_000, firstCallAtMs: 5_020, endedAtMs: 5_050 },
  ];
  expect(joinFinishes(finishes)).toEqual({ startedAtMs: 1_000, firstCallAtMs: 1_030, endedAtMs: 1_150 });
});

it("a single turn stays as it is", () => {
  const finish = { startedAtMs: 1_000, firstCallAtMs: 1_010, endedAtMs: 1_100 };
  expect(joinFinishes([finish])).toEqual(finish);
});
