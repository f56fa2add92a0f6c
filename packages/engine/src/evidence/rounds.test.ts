import { describe, expect, it } from "vitest";
import { roundsOf } from "./rounds.ts";

describe("rounds", () => {
  const rounds = (...items: readonly string[]) => roundsOf(items, (item) => item.split(""));

  it("take together what has nothing in common", () => {
    expect(rounds("a", "b", "cd")).toEqual([["a", "b", "cd"]]);
  });

  it("take one after the other, in their order, what has", () => {
    expect(rounds("a", "b", "a", "b", "a", "c")).toEqual([["a", "b", "c"], ["a", "b"], ["a"]]);
  });

  it("pass nobody by that came before and still waits", () => {
    expect(rounds("a", "ab", "b", "c")).toEqual([["a", "c"], ["ab"], ["b"]]);
  });

  it("are none where there is nothing", () => {
    expect(rounds()).toEqual([]);
  });
});
