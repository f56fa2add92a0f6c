import { execFile } from "node:child_process";
import { availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where figures were measured: they mean little without it. */
export interface Machine {
  readonly cpuModel: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    cpuModel: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    system: `${platform()} ${release()}`,
    node: process.version,
  };
}

/** Mean number of busy processes over the last minute; zero where the system does not tell. */
export function loadAverage(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** The checked-out commit, marked when files differ from it; "unknown" outside a repository. */
export async function describeCommit(): Promise<string> {
  try {
    const { stdout: commit } = await run("git", ["rev-parse", "--short=12", "HEAD"]);
    const { stdout: changes } = await run("git", ["status", "--porcelain", "--untracked-files=no"]);
    return commit.trim() + (changes === "" ? "" : " with uncommitted changes");
  } catch {
    return "unknown";
  }
}
