import { describe, expect, it } from "vitest";
import type { HealthState } from "./account-condition.ts";
import { healthRules, nextHealth, type HealthCounts } from "./health-rules.ts";

const { leastCalls, unhealthyInARow, restMs, probationBad, probationGood } = healthRules;

function counts(calls: number, failed = 0, slow = 0, badInARow = 0, lost = 0): HealthCounts {
  return { calls, failed, lost, slow, badInARow };
}

describe.each<[HealthState, readonly [string, number, HealthCounts, HealthState][]]>([
  [
    "healthy",
    [
      ["without calls", 0, counts(0), "healthy"],
      ["with good calls", 0, counts(1_000), "healthy"],
      ["with a few failures among many", 0, counts(1_000, 400, 99), "healthy"],
      ["with half of them bad", 0, counts(1_000, 400, 100), "unhealthy"],
      ["with half of too few bad", 0, counts(leastCalls - 1, leastCalls - 1), "healthy"],
      ["with half of just enough bad", 0, counts(leastCalls, leastCalls / 2), "unhealthy"],
      ["with slow answers alone", 0, counts(leastCalls, 0, leastCalls / 2), "unhealthy"],
      ["with lost answers alone", 0, counts(leastCalls, 0, 0, 0, leastCalls / 2), "unhealthy"],
      ["with many bad ones in a row", 0, counts(unhealthyInARow, unhealthyInARow, 0, unhealthyInARow), "unhealthy"],
      ["with one fewer in a row", 0, counts(unhealthyInARow, 0, 0, unhealthyInARow - 1), "healthy"],
    ],
  ],
  [
    "unhealthy",
    [
      ["while it rests", restMs - 1, counts(0), "unhealthy"],
      ["while it rests, though calls are good", restMs - 1, counts(1_000), "unhealthy"],
      ["once it has rested", restMs, counts(0), "probation"],
      ["once it has rested, though calls were bad", restMs, counts(100, 100, 0, 100), "probation"],
    ],
  ],
  [
    "probation",
    [
      ["untried, for however long", 1_000 * restMs, counts(0), "probation"],
      ["with good calls, but not enough", 0, counts(probationGood - 1), "probation"],
      ["with enough good calls", 0, counts(probationGood), "healthy"],
      ["with enough good calls, and some bad", 0, counts(probationGood + probationBad - 1, probationBad - 1), "healthy"],
      ["with too many failures", 0, counts(probationBad, probationBad), "unhealthy"],
      ["with too many slow calls", 0, counts(probationBad, 0, probationBad), "unhealthy"],
      ["with too many bad calls among good ones", 0, counts(100, 1, probationBad - 1), "unhealthy"],
    ],
  ],
])("from %s", (from, cases) => {
  it.each(cases)("%s", (_name, sinceMs, counted, expected) => {
    expect(nextHealth(from, sinceMs, counted)?.state ?? from).toBe(expected);
  });
});

it("says why", () => {
  expect(nextHealth("healthy", 0, counts(60, 40, 5))!.why).toBe("of 60 calls of the last minute, 40 failed, 0 had no answer and 5 were slow");
  expect(nextHealth("unhealthy", restMs, counts(0))!.why).toContain("rested for 30 s");
});
