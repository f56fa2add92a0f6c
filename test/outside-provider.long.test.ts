import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../test-databases/src/free-port.ts";
import { npm, packInto } from "./tarballs.ts";
import { filesOf, workspaceFolder, workspacePackages } from "./workspace.ts";

const run = promisify(execFile);

const example = "examples/outside-provider";

const published = workspacePackages()
  .map((one) => one.folder)
  .filter((place) => /^(packages|apps)\//.test(place));

const key = "the-own-key-of-the-strangers-service";
const withKey = { authorization: `Bearer ${key}` };

/** The stranger's repository, and the folder of somebody who runs the service with it. */
let repository: string;
let host: string;
let folder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "todoke-outside-provider-")));
  [repository, host] = [join(folder, "repository"), join(folder, "host")];
  const tarballs = await packInto(folder, published);
  await Promise.all([installRepository(tarballs), installHost(tarballs)]);
}, 240_000);

afterAll(async () => {
  await Promise.all(started.map(end));
  await rm(folder, { recursive: true, maxRetries: 3 });
});

test("its checks pass with nothing but published packages", async () => {
  await npm(repository, "run", "build");
  const { stdout } = await npm(repository, "test");
  expect(stdout).toMatch(/Test Files .*2 passed/);
}, 120_000);

test("the published kit makes the next provider", async () => {
  const command = join(repository, "node_modules/.bin/todoke-adapter-kit");
  await run(process.execPath, [command, "new", "next", "--provider", "dove", "--channel", "sms"], { cwd: repository });
  const files = await readdir(join(repository, "next"), { recursive: true });
  expect(files).toEqual(expect.arrayContaining(["README.md", "package.json", "tsconfig.json", "src/create-dove-sms.ts", "src/conformance.test.ts"]));
  expect(await readFile(join(repository, "next/src/adapter.ts"), "utf8")).toContain('provider: "dove"');
});

test("the service that is told its name sends through it, and believes its reports", async () => {
  const { stdout } = await npm(repository, "pack", "--json", "--pack-destination", folder);
  const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
  await npm(host, "install", `file:${join(folder, filename)}`);
  const simulatorUrl = await urlFrom("todoke-simulator", ["--config", "simulator.json"], {}, /"url":"([^"]+)"/);
  const port = String(await freePort());
  const environment = { PORT: port, TODOKE_API_KEY: key, PUBLIC_BASE_URL: `http://127.0.0.1:${port}`, SIMULATOR_URL: simulatorUrl };
  const service = await urlFrom("todoke-orchestrator", [], environment, /Todoke listens at (http:\S+?)"/);

  const { people } = JSON.parse(await readFile(join(host, "simulator.json"), "utf8")) as { people: { lineUserId: string; phone: string }[] };
  const to = people.map(({ lineUserId, phone }) => ({ addresses: { line: lineUserId, phone } }));
  const message = (await post(`${service}/v1/messages`, { to, text: "The ferry leaves at nine" })) as { id: string };

  const deliveries = await Promise.all(to.map((_, number) => finalDelivery(service, `dlv_${message.id.slice(4)}_${number}`)));
  expect(deliveries).toMatchObject([
    { outcome: "delivered", succeeded: true, channel: "sms" },
    { outcome: "failed", succeeded: false },
  ]);
  for (const { timeline } of deliveries) {
    expect(timeline).toContainEqual(expect.objectContaining({ type: "attempt", channel: "sms", account: "pigeon" }));
    expect(timeline).toContainEqual(expect.objectContaining({ type: "evidence", evidence: "sent", source: "webhook" }));
  }
}, 120_000);

async function installRepository(tarballs: Readonly<Record<string, string>>): Promise<void> {
  for (const file of filesOf(`${example}/**/*`).filter((path) => /\.\w+$/.test(path))) {
    await cp(join(workspaceFolder, file), file.replace(example, repository), { recursive: true });
  }
  const manifest = JSON.parse(await readFile(join(repository, "package.json"), "utf8")) as Record<string, Record<string, string>>;
  // Of ours, this run's own packages take the place of released ones, wherever in the tree they are named.
  for (const field of ["dependencies", "devDependencies", "peerDependencies"]) {
    for (const name of Object.keys(manifest[field] ?? {})) manifest[field]![name] = tarballs[name] ?? manifest[field]![name]!;
  }
  await writeJson(join(repository, "package.json"), { ...manifest, overrides: tarballs });
  await npm(repository, "install", "--ignore-scripts");
}

async function installHost(tarballs: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(host);
  await cp(join(workspaceFolder, example, "host"), host, { recursive: true });
  await writeJson(join(host, "package.json"), { name: "host", private: true, dependencies: tarballs, overrides: tarballs });
  await npm(host, "install", "--ignore-scripts");
}

/** Starts a command that the host has installed; the address that it prints when it is ready. */
async function urlFrom(command: string, words: readonly string[], environment: Readonly<Record<string, string>>, ready: RegExp): Promise<string> {
  const entry = await realpath(join(host, "node_modules/.bin", command));
  const child = spawn(process.execPath, [entry, ...words], { cwd: host, env: environment, stdio: ["ignore", "pipe", "inherit"] });
  started.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const found = ready.exec(line);
    if (found === null) continue;
    child.stdout.resume();
    return found[1]!;
  }
  throw new Error(`${command} ended before it was ready`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}

interface Delivery {
  readonly status: string;
  readonly timeline: readonly object[];
}

async function finalDelivery(service: string, id: string): Promise<Delivery> {
  const seen = async () => (await (await fetch(`${service}/v1/deliveries/${id}`, { headers: withKey })).json()) as Delivery;
  await expect.poll(async () => (await seen()).status, { timeout: 30_000 }).toBe("final");
  return seen();
}

async function post(url: string, body: object): Promise<unknown> {
  const headers = { ...withKey, "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(202);
  return answer.json();
}

function writeJson(file: string, content: object): Promise<void> {
  return writeFile(file, JSON.stringify(content, undefined, 2));
}
