import { describe, expect, it } from "vitest";
import { indexOfPerson, personAt, standingAt } from "./people.ts";

describe("people", () => {
  it.each([0, 1, 255, 1_000_000])("number %i are found again by their LINE user id", (index) => {
    expect(indexOfPerson(personAt(index).lineUserId)).toBe(index);
  });

  it("are all friends but in a failover, where LINE does not reach a fifth of them", () => {
    const standings = Array.from({ length: 1_000 }, (_, index) => standingAt(index, "failover"));
    expect(Object.fromEntries([...Map.groupBy(standings, (each) => each)].map(([standing, all]) => [standing, all.length])))
      .toEqual({ friend: 800, blocked: 100, none: 100 });
    expect(standingAt(3, "personalised")).toBe("friend");
    expect(standingAt(7, "identical")).toBe("friend");
  });
});
