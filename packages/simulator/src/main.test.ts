import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { friend, lineCast } from "./testing/cast.ts";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
let folder: string;
let running: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "todoke-simulator-"));
});
afterEach(async () => {
  running?.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function start(config: unknown, ...more: readonly string[]) {
  const configPath = join(folder, "simulator.json");
  await writeFile(configPath, typeof config === "string" ? config : JSON.stringify(config));
  const child = spawn(process.execPath, [main, "--config", configPath, ...more], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  running = child;
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output, ended: once(child, "close") };
}

test("the command serves what its file says, prints its address, and stops on SIGTERM", async () => {
  const config = { people: lineCast, line: { channelAccessToken: "other" } };
  const { child, output, ended } = await start(config, "--port", "0");
  await once(child.stdout, "data");
  const { url } = JSON.parse(output.stdout) as { url: string };
  const profile = await fetch(`${url}/v2/bot/profile/${friend}`, { headers: { authorization: "Bearer other" } });
  child.kill("SIGTERM");
  const [code] = await ended;

  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(profile.status).toBe(200);
  expect(code).toBe(0);
});

test("SIGTERM ends it although a slow answer had nobody left to wait for it", async () => {
  const { child, output, ended } = await start({ people: lineCast, line: { channelAccessToken: "other" }, latencyMs: { min: 300, max: 300 } }, "--port", "0");
  await once(child.stdout, "data");
  const { url } = JSON.parse(output.stdout) as { url: string };
  const headers = { authorization: "Bearer other", "content-type": "application/json" };
  await fetch(`${url}/simulator/faults`, { method: "POST", headers, body: JSON.stringify({ endpoint: "profile", fault: { kind: "slow", accepted: true } }) });
  // Given up before the answer begins.
  await expect(fetch(`${url}/v2/bot/profile/${friend}`, { headers, signal: AbortSignal.timeout(100) })).rejects.toThrow("timeout");
  await vi.waitFor(async () => {
    const answer = await fetch(`${url}/simulator/statistics`);
    expect(await answer.json()).toMatchObject({ endpoints: { profile: { requests: 1 } } });
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  child.kill("SIGTERM");
  const [code] = await ended;
  expect(code).toBe(0);
});

test("--provider adds the fake that an installed package brings", async () => {
  const place = join(folder, "node_modules/@example/owl");
  await mkdir(place, { recursive: true });
  await writeFile(
    join(place, "package.json"),
    JSON.stringify({ name: "@example/owl", type: "module", exports: { "./simulator": { default: "./fake.js" } } }),
  );
  await writeFile(
    join(place, "fake.js"),
    `const hoot = { name: "hoot", method: "GET", path: "/hoot", handle: () => ({ answer: { status: 200, body: '"hoo"' } }) };
    const start = () => ({ requestIdHeader: "x-owl", describeStatus: () => "hoo?", endpoints: [hoot] });
    export const providerFake = { specificationVersion: 1, provider: "owl", start };`,
  );
  const { child, output } = await start({ people: lineCast }, "--provider", "@example/owl");
  await once(child.stdout, "data");
  const { url } = JSON.parse(output.stdout) as { url: string };

  expect(await (await fetch(`${url}/owl/hoot`)).text()).toBe('"hoo"');
});

test("--provider says which package brings no fake", async () => {
  const { output, ended } = await start({}, "--provider", "@example/crow");
  await ended;

  expect(output.stderr).toContain("providers[0].fake names a package that has no entry ./simulator here: install @example/crow");
});

test.each([
  [{ people: [{ handset: "broken" }] }, "people[0].handset must be one of"],
  ["{", "is not valid JSON"],
])("a wrong file ends the command with the reason", async (config, reason) => {
  const { output, ended } = await start(config);
  const [code] = await ended;

  expect(code).toBe(1);
  expect(output.stderr).toContain(reason);
});
