import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LedgerEntry, Person } from "@todoke/simulator";
import { afterEach, describe, expect, it } from "vitest";
import { withServiceKey } from "./fleet/service-key.ts";
import { sharedDatabases } from "./databases.ts";
import { createServiceProcess, type ServiceProcess } from "./fleet/service-process.ts";
import { startSimulatorProcess } from "./fleet/simulator-process.ts";

const processes = 3;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** How LINE's endpoints are limited in one run, and what is sent through them. */
interface Run {
  readonly limits: Readonly<Record<"push" | "multicast", number>>;
  /** Messages whose text differs by person, and messages with the same bytes for everybody; shared out by turns. */
  readonly personalised: number;
  readonly identical: number;
  readonly peoplePerMessage: number;
}

describe.each(sharedDatabases)(`${processes} processes on one $name`, (database) => {
  it.each<Run>([
    { limits: { push: 50, multicast: 5 }, personalised: 3, identical: 24, peoplePerMessage: 2_000 },
    { limits: { push: 2_000, multicast: 200 }, personalised: 3, identical: 0, peoplePerMessage: 6_667 },
  ])("use at least 90 % of $limits.push pushes and $limits.multicast multicasts a second, and in no second more than 101 %", async (run) => {
    const people = Array.from({ length: run.peoplePerMessage }, (_, index): Person => ({
      line: "friend",
      lineUserId: `U${index.toString(16).padStart(32, "0")}`,
    }));
    const perSecond = (requests: number) => ({ requests, perMs: 1_000 });
    const limits = { push: perSecond(run.limits.push), multicast: perSecond(run.limits.multicast) };
    const simulator = await startSimulatorProcess({ seed: 11, people, latencyMs: { min: 20, max: 60 }, line: { limits } });
    closers.push(() => simulator.close());
    const services = await startServices(simulator.url, limits, await databaseUrl());

    const to = people.map(({ lineUserId }, index) => ({ addresses: { line: lineUserId }, variables: { name: index } }));
    // A process that has just begun is slower than it will be: what is measured is how the rate is kept, not how it starts.
    for (const service of services) await completed(service, await submit(service, to.slice(0, 100), true));
    const before = (await simulator.ledger()).length;

    const submitted = await Promise.all(
      Array.from({ length: run.personalised + run.identical }, (_, index) =>
        submit(services[index % processes]!, to, index < run.personalised)),
    );
    const counts = [];
    for (const message of submitted) counts.push(await completed(services[0]!, message));

    expect(counts).toEqual(counts.map(() => [{ outcome: "accepted", succeeded: true, channel: "line", count: to.length }]));
    const ledger = (await simulator.ledger()).slice(before);
    report("push", run.limits.push, ledger);
    report("multicast", run.limits.multicast, ledger);
  });

  async function databaseUrl(): Promise<string> {
    const created = await database.createDatabase();
    closers.push(() => created.drop());
    return created.url!;
  }
});

async function startServices(simulatorUrl: string, limits: object, databaseUrl: string): Promise<readonly ServiceProcess[]> {
  const folder = mkdtempSync(join(tmpdir(), "todoke-rates-"));
  closers.push(() => Promise.resolve(rmSync(folder, { recursive: true, force: true })));
  const configPath = join(folder, "todoke.config.json");
  const settings = { channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: simulatorUrl };
  writeFileSync(configPath, JSON.stringify({ accounts: [{ id: "line", provider: "line", settings, limits }] }));
  const services: ServiceProcess[] = [];
  for (let count = 0; count < processes; count += 1) {
    const service = await createServiceProcess({ TODOKE_CONFIG: configPath, DATABASE_URL: databaseUrl });
    closers.push(() => service.kill());
    await service.start();
    services.push(service);
  }
  return services;
}

async function submit({ url }: ServiceProcess, to: readonly object[], isPersonalised: boolean): Promise<string> {
  const content = isPersonalised
    ? { type: "text", text: "Hello {{ name }}", template: true }
    : { type: "text", text: "Hello" };
  const answer = await fetch(`${url}/v1/messages`, {
    method: "POST",
    headers: { ...withServiceKey, "content-type": "application/json" },
    body: JSON.stringify({ to, content, plan: { steps: [{ channel: "line" }] } }),
  });
  const body = (await answer.json()) as { id: string };
  expect(answer.status, JSON.stringify(body)).toBe(202);
  return body.id;
}

async function completed({ url }: ServiceProcess, id: string): Promise<unknown> {
  const deadline = Date.now() + 600_000;
  while (Date.now() < deadline) {
    const message = (await (await fetch(`${url}/v1/messages/${id}`, { headers: withServiceKey })).json()) as { status: string; counts: { outcomes: unknown } };
    if (message.status === "completed") return message.counts.outcomes;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${id} is not completed`);
}

/** Says how much of a limit was used, and holds it to 90 % and to 101 % in every second. */
function report(endpoint: "push" | "multicast", limit: number, ledger: readonly LedgerEntry[]): void {
  const times = ledger.filter((entry) => entry.endpoint === endpoint).map(({ at }) => Date.parse(at));
  if (times.length === 0) return;
  const sorted = times.toSorted((one, other) => one - other);
  const lastsMs = sorted.at(-1)! - sorted[0]!;
  const used = ((sorted.length - 1) / lastsMs) * 1_000;
  const most = mostInOneSecond(sorted);
  console.log(
    `${endpoint}: ${sorted.length} in ${(lastsMs / 1_000).toFixed(1)} s, ${((100 * used) / limit).toFixed(1)} % of ${limit}/s used, ` +
      `at most ${most} in a second (${((100 * most) / limit).toFixed(1)} %)`,
  );
  expect(most).toBeLessThanOrEqual(Math.ceil(limit * 1.01));
  expect(used / limit).toBeGreaterThanOrEqual(0.9);
}

function mostInOneSecond(sorted: readonly number[]): number {
  let most = 0;
  let first = 0;
  sorted.forEach((at, index) => {
    while (at - sorted[first]! >= 1_000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}
