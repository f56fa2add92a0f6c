import { describe, expect, it } from "vitest";
import { lineUp, rotated } from "./line-up.ts";
import { fullSizes, millionSizes } from "./sizes.ts";

const everything = { postgresql: "15.0", redis: "7.0" };
const namesIn = (entries: ReturnType<typeof lineUp>) => entries.map(({ contestant }) => contestant.name);

describe("the line-up", () => {
  it("holds every peer that can do what is measured", () => {
    expect(namesIn(lineUp("personalised", fullSizes, everything))).toEqual([
      "bare-loop", "sdk-loop", "bullmq", "dbos", "dbos-by-answer",
      "todoke-pglite-fresh", "todoke-postgresql-fresh", "todoke-pglite-cold", "todoke-postgresql-cold",
    ]);
    expect(namesIn(lineUp("failover", fullSizes, everything))).toEqual(expect.arrayContaining(["sdk-loop", "bullmq", "dbos-by-answer"]));
  });

  it("leaves out what needs a server that did not answer", () => {
    const nothing = { postgresql: undefined, redis: undefined };
    expect(namesIn(lineUp("failover", fullSizes, nothing))).toEqual(["bare-loop", "sdk-loop", "todoke-pglite-fresh"]);
  });

  it("lets those send to fewer who take too long", () => {
    const recipients = (scenario: "personalised" | "identical", name: string) =>
      lineUp(scenario, millionSizes(fullSizes), everything).find(({ contestant }) => contestant.name === name)?.recipients;
    expect(recipients("personalised", "dbos")).toBe(2_000);
    expect(recipients("identical", "sdk-loop")).toBe(50_000);
    expect(recipients("identical", "todoke-postgresql-fresh")).toBe(1_000_000);
  });

  it("begins with another contestant each round", () => {
    expect([1, 2, 3, 4].map((round) => rotated(["a", "b", "c"], round).join(""))).toEqual(["abc", "bca", "cab", "abc"]);
  });
});
