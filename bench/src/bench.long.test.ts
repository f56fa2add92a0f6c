import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Results } from "./report.ts";
import type { Run } from "./run.ts";

const run = promisify(execFile);
const benchFolder = fileURLToPath(new URL("..", import.meta.url));
let scratch: string;

// The bench measures what is built, so it is built as the script `bench` does.
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), "todoke-bench-test-"));
  const compiler = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc");
  await run(process.execPath, [compiler, "-b", "../packages/simulator", "../apps/orchestrator"], { cwd: benchFolder });
}, 180_000);
afterAll(() => rm(scratch, { recursive: true }));

async function bench(...commandLine: readonly string[]) {
  const output = join(scratch, "results.json");
  const call = run(process.execPath, ["src/bench.ts", ...commandLine, "--output", output], { cwd: benchFolder });
  const { code, stdout } = await call.then(
    (ended) => ({ code: 0, ...ended }),
    (error: { readonly code: number; readonly stdout: string }) => error,
  );
  return { code, stdout, results: JSON.parse(await readFile(output, "utf8")) as Results };
}

it("a small run reaches everybody once and writes down what it measured", { timeout: 120_000 }, async () => {
  const only = ["--part", "personalised", "--only", "sdk-loop", "--only", "todoke-pglite-fresh"];
  const { code, stdout, results } = await bench("--personalised", "200", "--warm-up", "20", "--rounds", "1", ...only);
  const runs = sendingRuns(results);
  expect(runs.map(({ contestant, recipients, failures }) => ({ contestant, recipients, failures }))).toEqual([
    { contestant: "sdk-loop", recipients: 200, failures: [] },
    { contestant: "todoke-pglite-fresh", recipients: 200, failures: [] },
  ]);
  for (const { measured } of runs) expect(measured?.elapsedMs).toBeGreaterThanOrEqual(measured?.dispatchMs ?? Number.NaN);
  expect(stdout).toContain("todoke-pglite-fresh");
  expect(code).toBe(0);
});

it("a loop without evidence misses those who blocked the account, and the report says so", { timeout: 60_000 }, async () => {
  const { stdout, results } = await bench("--part", "failover", "--only", "sdk-loop", "--failover", "200", "--rounds", "1");
  expect(sendingRuns(results)).toMatchObject([{ contestant: "sdk-loop", failures: [], measured: { reachedShare: 0.9 } }]);
  expect(stdout).toContain(" 90 % ");
});

it("a run that does not finish in time is ended, named and answered with an error", { timeout: 60_000 }, async () => {
  const only = ["--part", "personalised", "--only", "sdk-loop"];
  const { code, stdout, results } = await bench(...only, "--personalised", "50000", "--rounds", "1", "--run-limit", "1");
  expect(sendingRuns(results)).toMatchObject([{ contestant: "sdk-loop", failures: [expect.stringContaining("timeout")] }]);
  expect(stdout).toContain("FAILED: sdk-loop, round 1");
  expect(code).toBe(1);
});

function sendingRuns({ parts }: Results): readonly Run[] {
  return parts.flatMap((part) => (part.part === "personalised" || part.part === "failover" ? part.runs : []));
}
