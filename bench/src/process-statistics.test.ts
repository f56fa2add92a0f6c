import { expect, it } from "vitest";
import { cpuOfProcess, cpuOfProcessesNamed, peakResidentBytes } from "./process-statistics.ts";

/** No process has this id: Linux gives out at most 4194304. */
const nobody = 999_999_999;

it.runIf(process.platform === "linux")("a process's own figures agree with what it knows of itself", () => {
  const { user, system } = process.cpuUsage();
  // Both round, and time passes between the two.
  expect(Math.abs(cpuOfProcess(process.pid)! - (user + system))).toBeLessThan(1_000_000);
  expect(peakResidentBytes(process.pid)!).toBeGreaterThan(process.memoryUsage().rss / 2);
});

it.runIf(process.platform === "linux")("nothing is used by a server that does not run", () => {
  expect(cpuOfProcessesNamed("no-such-server")).toBe(0);
});

it("nothing is known of a process that does not exist", () => {
  expect(cpuOfProcess(nobody)).toBeUndefined();
  expect(peakResidentBytes(nobody)).toBeUndefined();
});
