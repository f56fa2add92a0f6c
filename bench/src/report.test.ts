import { describe, expect, it } from "vitest";
import type { AcceptRun } from "./accept/accept-run.ts";
import { readOptions } from "./options.ts";
import { formatReport, type MeasuredPart, type Results } from "./report.ts";
import type { Run } from "./run.ts";
import { failedRunOf, runOf } from "./testing/runs.ts";

const results: Results = {
  startedAt: "2026-01-01T00:00:00.000Z",
  commit: "0123456789ab",
  machine: { cpuModel: "A processor", cores: 2, memoryGiB: 8, system: "linux 6", node: "v24.0.0" },
  loadAverageAtStart: 0.5,
  options: readOptions(["--quick"])!,
  postgresql: "15.0",
  redis: undefined,
  parts: [],
};

function reportOf(...runs: readonly Run[]): string {
  return reportOfPart({ part: "personalised", runs, seconds: 7 });
}

function reportOfPart(part: MeasuredPart): string {
  return formatReport({ ...results, parts: [part] });
}

/** The cells of the row that begins with these, by the heads of their columns. */
function rowOf(report: string, ...first: readonly string[]): Record<string, string> {
  const tables = report.split("\n").filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const row = tables.find((cells) => first.every((cell, index) => cells[index] === cell)) ?? [];
  return Object.fromEntries(row.map((cell, index) => [tables[0]?.[index] ?? "", cell]));
}

describe("the report", () => {
  it("says where, when and of what it was measured", () => {
    expect(formatReport(results)).toMatch(/A processor, 2 cores.*\n.*PostgreSQL 15.0, Redis not found.*commit 0123456789ab/);
    expect(reportOf()).toContain("personalised: everybody gets a text of their own, and an SMS is armed behind LINE (7 s)");
  });

  it("shows medians, every run, and the ratio to the loop", () => {
    const rates = (contestant: string, role: "baseline" | "ours", all: readonly number[]) =>
      all.map((recipientsPerSecond, index) => runOf(contestant, role, index + 1, { recipientsPerSecond }));
    const report = reportOf(...rates("sdk-loop", "baseline", [4_000, 5_000, 3_000]), ...rates("todoke", "ours", [1_000, 3_000, 2_900]));
    expect(rowOf(report, "sdk-loop")).toMatchObject({ "recipients/s": "4000", "to the loop": "1.00", runs: "4000 5000 3000" });
    expect(rowOf(report, "todoke")).toMatchObject({ "recipients/s": "2900", "to the loop": "0.72", runs: "1000 3000 2900" });
  });

  it("shows how many people were sent to, and how many of them were reached", () => {
    expect(rowOf(reportOf(runOf("todoke", "ours", 1, { reachedShare: 0.9 })), "todoke")).toMatchObject({ people: "1000", reached: "90 %" });
  });

  it("leaves blank what the system does not tell", () => {
    const silent = runOf("todoke", "ours", 1, { cpuPerRecipient: undefined, peakResidentMiB: undefined });
    expect(rowOf(reportOf(silent), "todoke")).toMatchObject({ "CPU µs": "", "peak MiB": "" });
  });

  it("counts no failed run, and says what failed", () => {
    const wrong = { ...runOf("todoke", "ours", 1, { recipientsPerSecond: 9_999 }), failures: ["3 of 1000 people were not sent to"] };
    const report = reportOf(wrong, runOf("todoke", "ours", 2, { recipientsPerSecond: 10 }), failedRunOf("todoke", "ours", 3, "it broke"));
    expect(rowOf(report, "todoke")).toMatchObject({ "recipients/s": "10", runs: "9999 10 failed", marks: "FAILED 2 of 3" });
    expect(report).toContain("FAILED: todoke, round 1: 3 of 1000 people were not sent to");
    expect(report).toContain("FAILED: todoke, round 3: it broke");
  });

  it("marks what the simulator may have set the pace of, and says why", () => {
    const report = reportOf({ ...runOf("todoke", "ours", 1), simulatorBound: ["the simulator used 90 % of a core"] });
    expect(rowOf(report, "todoke")).toMatchObject({ marks: "simulator-bound" });
    expect(report).toContain("- todoke, round 1: the simulator used 90 % of a core");
  });

  it("does not take the ceiling for a contestant", () => {
    expect(rowOf(reportOf(runOf("bare-loop", "ceiling", 1)), "bare-loop")).toMatchObject({ marks: "no contestant: the ceiling" });
  });

  it("puts accept rates beside the bare insert's under the same condition", () => {
    const run = (contestant: string, condition: AcceptRun["condition"], requestsPerSecond: number): AcceptRun => ({
      contestant,
      condition,
      isBaseline: contestant === "fastify-insert",
      round: 1,
      requests: 10,
      measured: { requestsPerSecond, cpuPerRequest: 100, postgresqlPerRequest: 80, driverPerRequest: 60, peakResidentMiB: 90 },
      failures: [],
    });
    const runs = [
      run("fastify-insert", "idle", 2_000),
      run("fastify-insert", "while-sending", 1_000),
      run("todoke", "idle", 3_000),
      run("todoke", "scheduled", 4_000),
      run("todoke", "while-sending", 500),
    ];
    const report = reportOfPart({ part: "accept", runs, seconds: 1 });
    const toTheInsert = (condition: string) => rowOf(report, "todoke", condition)["to the bare insert"];
    expect(["idle", "scheduled", "while-sending"].map(toTheInsert)).toEqual(["1.50", "2.00", "0.50"]);
  });

  it("sets what a recipient costs beside what it costs at the smallest size", () => {
    const run = (size: number, recipientsPerSecond: number, cpuPerRecipient: number) =>
      ({ ...runOf("todoke", "ours", 1, { recipientsPerSecond, cpuPerRecipient }), size });
    const report = reportOfPart({ part: "scale", runs: [run(1_000, 20_000, 30), run(100_000, 25_000, 33)], seconds: 1 });
    expect(report).toMatch(/\| todoke +\| +1000 \| +20000 \| +50\.0 \| +1\.00 \| +30\.0 \| +1\.00 \|/);
    expect(report).toMatch(/\| todoke +\| +100000 \| +25000 \| +40\.0 \| +0\.80 \| +33\.0 \| +1\.10 \|/);
  });

  it("tells cold starts from warm ones", () => {
    const run = (start: "cold" | "warm", round: number, readyAfterMs: number) =>
      ({ contestant: "todoke", start, round, measured: { readyAfterMs, cpuMs: 900, peakResidentMiB: 200 }, failures: [] });
    const report = reportOfPart({ part: "start", runs: [run("cold", 1, 3_000), run("warm", 1, 500), run("cold", 2, 4_000), run("warm", 2, 600)], seconds: 1 });
    expect(rowOf(report, "todoke", "cold")).toMatchObject({ "ms until ready": "3500", runs: "3000 4000", "peak MiB": "200" });
    expect(rowOf(report, "todoke", "warm")).toMatchObject({ "ms until ready": "550" });
  });

  it("tells how long most switches took, and the longest of all rounds", () => {
    const run = (round: number, delaysMs: readonly number[]) =>
      ({ contestant: "todoke", cause: "refused" as const, meanwhile: "idle" as const, round, people: delaysMs.length, delaysMs, failures: [] });
    const report = reportOfPart({ part: "switch", runs: [run(1, [10, 30, 20]), run(2, [40, 10, 900])], seconds: 1 });
    expect(rowOf(report, "todoke", "refused", "idle")).toMatchObject({ "median ms": "30", "95 % within ms": "465", "longest ms": "900" });
  });
});
