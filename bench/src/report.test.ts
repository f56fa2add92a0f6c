import { describe, expect, it } from "vitest";
import { readOptions } from "./options.ts";
import { formatReport, type Results } from "./report.ts";
import { failedRunOf, runOf } from "./testing/runs.ts";

const results: Results = {
  startedAt: "2026-01-01T00:00:00.000Z",
  commit: "0123456789ab",
  machine: { cpuModel: "A processor", cores: 2, memoryGiB: 8, system: "linux 6", node: "v24.0.0" },
  loadAverageAtStart: 0.5,
  options: readOptions(["--quick"])!,
  postgresql: "15.0",
  redis: undefined,
  runs: [],
  acceptRuns: [],
};

function rowOf(report: string, contestant: string): readonly string[] {
  const line = report.split("\n").find((each) => each.startsWith(`| ${contestant} `)) ?? "";
  return line.split("|").slice(1, -1).map((cell) => cell.trim());
}

describe("the report", () => {
  it("shows medians, every run, and the ratio to the loop", () => {
    const rates = (contestant: string, role: "baseline" | "ours", all: readonly number[]) =>
      all.map((recipientsPerSecond, index) => runOf(contestant, role, index + 1, { recipientsPerSecond }));
    const report = formatReport({ ...results, runs: [...rates("sdk-loop", "baseline", [4_000, 5_000, 3_000]), ...rates("todoke", "ours", [1_000, 3_000, 2_900])] });
    expect(rowOf(report, "sdk-loop").slice(0, 4)).toEqual(["sdk-loop", "4000", "1.00", "4000 5000 3000"]);
    expect(rowOf(report, "todoke").slice(0, 4)).toEqual(["todoke", "2900", "0.72", "1000 3000 2900"]);
  });

  it("leaves blank what the system does not tell", () => {
    const silent = runOf("todoke", "ours", 1, { cpuPerRecipient: undefined, peakResidentMiB: undefined });
    expect(rowOf(formatReport({ ...results, runs: [silent] }), "todoke")).toMatchObject({ 5: "", 10: "" });
  });

  it("counts no failed run, and says what failed", () => {
    const wrong = { ...runOf("todoke", "ours", 1, { recipientsPerSecond: 9_999 }), failures: ["3 of 1000 people were not sent to"] };
    const runs = [wrong, runOf("todoke", "ours", 2, { recipientsPerSecond: 10 }), failedRunOf("todoke", "ours", 3, "it broke")];
    const report = formatReport({ ...results, runs });
    expect(rowOf(report, "todoke")).toMatchObject({ 1: "10", 3: "9999 10 failed", 12: "FAILED 2 of 3" });
    expect(report).toContain("FAILED: todoke, round 1: 3 of 1000 people were not sent to");
    expect(report).toContain("FAILED: todoke, round 3: it broke");
  });

  it("marks what the simulator may have set the pace of, and says why", () => {
    const bound = { ...runOf("todoke", "ours", 1), simulatorBound: ["the simulator used 90 % of a core"] };
    const report = formatReport({ ...results, runs: [bound] });
    expect(rowOf(report, "todoke").at(-1)).toBe("simulator-bound");
    expect(report).toContain("- todoke, round 1: the simulator used 90 % of a core");
  });

  it("does not take the ceiling for a contestant", () => {
    expect(rowOf(formatReport({ ...results, runs: [runOf("bare-loop", "ceiling", 1)] }), "bare-loop").at(-1)).toBe("no contestant: the ceiling");
  });

  it("puts accept rates beside the bare insert", () => {
    const run = (contestant: string, isBaseline: boolean, requestsPerSecond: number) =>
      ({ contestant, isBaseline, round: 1, requests: 10, requestsPerSecond, cpuPerRequest: 100, failures: [] });
    const report = formatReport({ ...results, acceptRuns: [run("fastify-insert", true, 2_000), run("todoke-postgresql", false, 3_000)] });
    expect(rowOf(report, "todoke-postgresql")).toEqual(["todoke-postgresql", "3000", "1.50", "3000", "", "100"]);
  });
});
