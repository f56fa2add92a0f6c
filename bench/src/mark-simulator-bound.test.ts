import { describe, expect, it } from "vitest";
import { markSimulatorBound } from "./mark-simulator-bound.ts";
import { failedRunOf, runOf } from "./testing/runs.ts";

const ceiling = runOf("bare-loop", "ceiling", 1, { recipientsPerSecond: 10_000, simulatorCores: 1 });

function marks(...runs: Parameters<typeof markSimulatorBound>[0]) {
  return markSimulatorBound(runs).map(({ simulatorBound }) => simulatorBound);
}

describe("a round", () => {
  it("is not marked where the simulator had time and room", () => {
    expect(marks(ceiling, runOf("sdk-loop", "baseline", 1, { recipientsPerSecond: 5_000, simulatorCores: 0.8 }))).toEqual([[], []]);
  });

  it("is marked run by run where the simulator used more than 80 % of a core", () => {
    const busy = runOf("todoke", "ours", 1, { simulatorCores: 0.81 });
    expect(marks(ceiling, busy, runOf("sdk-loop", "baseline", 1))).toEqual([[], ["the simulator used 81 % of a core"], []]);
  });

  it("is marked as a whole where the simulator cannot take twice the fastest contestant, but for the ceiling itself", () => {
    const fast = runOf("sdk-loop", "baseline", 1, { recipientsPerSecond: 5_001 });
    const reason = "the simulator took 10000/s, less than 2 times the fastest contestant's 5001/s";
    expect(marks(ceiling, fast, runOf("todoke", "ours", 1))).toEqual([[], [reason], [reason]]);
  });

  it("is marked where nothing found out how much the simulator takes", () => {
    const reason = "no bare loop ran to find out how much the simulator takes";
    const failed = failedRunOf("bare-loop", "ceiling", 1, "it broke");
    expect(marks(failed, runOf("todoke", "ours", 1))).toEqual([[], [reason]]);
  });

  it("is marked where the system does not tell how busy the simulator was", () => {
    const unknown = runOf("todoke", "ours", 1, { simulatorCores: undefined });
    expect(marks(ceiling, unknown)).toEqual([[], ["how busy the simulator was is not known on this system"]]);
  });
});
