import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { EngineOptions } from "../engine.ts";
import { accepts, createScriptedChannel, refuses, type ScriptedChannel } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  finalDelivery,
  newAddress,
  openTestEngine,
  submitText,
  until,
  useEngine,
  type TestEngine,
} from "../testing/test-engine.ts";

const perSecond = (requests: number) => ({ requests, perMs: 1_000 });
const keyed = { kind: "line", keyLifetimeMs: 3_600_000 };
const accountOf = ({ adapter }: ScriptedChannel) => ({ id: `${adapter.channel}-account`, adapters: [adapter] });
const stepsOn = (...channels: readonly string[]) => ({ plan: { steps: channels.map((channel) => ({ channel })) } });

/** The most calls within any second. */
function mostInOneSecond(callTimes: readonly number[]): number {
  const times = callTimes.toSorted((one, other) => one - other);
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));
}

/** A machine that runs other tests too holds calls up and so brings them closer; chaos measures rates on one that does not. */
const withSlack = (limit: number) => Math.ceil(limit * 1.4);

function submitToMany({ engine }: Pick<TestEngine, "engine">, count: number, channel: string, text = "Hello {{ name }}") {
  const to = Array.from({ length: count }, (_, name) => ({ addresses: { line: newAddress() }, variables: { name } }));
  return engine.submit({ to, content: { type: "text", text, template: text.includes("{") }, ...stepsOn(channel) });
}

describe.each(testDatabases)("pacing on $name", (database) => {
  const even = createScriptedChannel({ ...keyed, channel: "even", limits: { single: perSecond(40) } });
  const bulk = createScriptedChannel({ ...keyed, channel: "bulk", maxRecipients: 10, limits: { bulk: perSecond(5) } });
  const slow = createScriptedChannel({ ...keyed, channel: "slow", limits: { single: perSecond(10) } });
  const calm = createScriptedChannel({ ...keyed, channel: "calm", limits: { single: perSecond(4) } });
  const quick = createScriptedChannel({ ...keyed, channel: "quick" });
  const grumpy = createScriptedChannel({ ...keyed, channel: "grumpy", limits: { single: perSecond(1_000) } });
  const asking = createScriptedChannel({ ...keyed, channel: "asking", looksUp: true, limits: { profile: perSecond(20) } });
  const own = createScriptedChannel({ ...keyed, channel: "own", limits: { single: perSecond(1) } });
  const accounts: EngineOptions["accounts"] = [
    ...[even, bulk, slow, calm, quick, grumpy, asking].map(accountOf),
    { ...accountOf(own), limits: { single: perSecond(1_000) } },
  ];
  const shared = useEngine(database, { accounts });

  const shareOf = async (accountId: string) => {
    const { rows } = await sql<{ share: number }>`select share from lane where account_id = ${accountId}`.execute(shared.connection);
    return rows[0]!.share;
  };

  it("makes no more calls in any second than the rate", async () => {
    await completedMessage(shared, await submitToMany(shared, 70, "even"));
    expect(even.calls).toHaveLength(70);
    expect(mostInOneSecond(even.callTimes)).toBeLessThanOrEqual(withSlack(40));
  });

  it("keeps bulk calls full while they wait", async () => {
    await completedMessage(shared, await submitToMany(shared, 80, "bulk", "Hello"));
    expect(bulk.calls.map(({ to }) => to.length)).toEqual([10, 10, 10, 10, 10, 10, 10, 10]);
    expect(mostInOneSecond(bulk.callTimes)).toBeLessThanOrEqual(withSlack(5));
  });

  it("lets a single message in before the rest of a large one, and other accounts past both", async () => {
    const campaign = await submitToMany(shared, 60, "slow");
    await until("the campaign is under way", () => slow.calls.length > 2);
    const address = newAddress();
    await finalDelivery(shared, await submitText(shared, { line: address }, stepsOn("slow")));
    expect(slow.calls.findIndex(({ to }) => to.includes(address))).toBeLessThan(50);
    await completedMessage(shared, await submitToMany(shared, 60, "quick"));
    expect(slow.calls.length).toBeLessThan(61);
    await completedMessage(shared, campaign);
    expect(mostInOneSecond(slow.callTimes)).toBeLessThanOrEqual(withSlack(10));
  });

  it("lets a code in before what waits already, be it many messages or one to many", async () => {
    const campaign = await submitToMany(shared, 40, "calm");
    const notices = await Promise.all(Array.from({ length: 20 }, () => submitText(shared, { line: newAddress() }, stepsOn("calm"))));
    await until("all wait for their turn", async () => {
      const { rows } = await sql<{ wait: boolean }>`select not exists (select from chunk where due_at <= todoke_now()) as wait`.execute(shared.connection);
      return rows[0]!.wait && calm.calls.length > 1;
    });
    const address = newAddress();
    const code = await submitText(shared, { line: address }, { ...stepsOn("calm"), purpose: "otp" });
    const called = calm.calls.length;
    await finalDelivery(shared, code);
    // Turns of the next 700 ms are taken already, at 4 calls a second; a busy machine is a little later.
    expect(calm.calls.findIndex(({ to }) => to.includes(address)) - called).toBeLessThan(15);
    for (const message of [campaign, ...notices]) await shared.engine.controls.cancel(message.id).catch(() => undefined);
  });

  it("slows one person down when the provider refuses only them", async () => {
    const flooded = newAddress();
    grumpy.script(flooded, refuses("throttled"), accepts());
    await finalDelivery(shared, await submitText(shared, { line: flooded }, stepsOn("grumpy")));
    expect(grumpy.callsTo(flooded)).toHaveLength(2);
    expect(await shareOf("grumpy-account")).toBe(1);
  });

  it("slows the whole account down when several are refused", async () => {
    const addresses = [newAddress(), newAddress(), newAddress()];
    for (const address of addresses) grumpy.script(address, refuses("throttled"), accepts());
    const messages = await Promise.all(addresses.map((line) => submitText(shared, { line }, stepsOn("grumpy"))));
    for (const message of messages) expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted" });
    expect(await shareOf("grumpy-account")).toBeLessThan(1);
    for (const address of addresses) expect(new Set(grumpy.callsTo(address).map(({ attemptId }) => attemptId)).size).toBe(1);
  });

  it("paces lookups as well", async () => {
    const to = Array.from({ length: 30 }, () => ({ addresses: { line: newAddress() } }));
    const plan = { steps: [{ channel: "asking" }, { channel: "quick" }] };
    const started = performance.now();
    await completedMessage(shared, await shared.engine.submit({ to, content: { type: "text", text: "Hello" }, plan }));
    expect(asking.lookups).toHaveLength(30);
    // 30 questions at 19 a second: the last one cannot come sooner.
    expect(performance.now() - started).toBeGreaterThan(1_400);
  });

  it("goes by the account's own rates where it has some", async () => {
    await completedMessage(shared, await submitToMany(shared, 20, "own"));
    expect(mostInOneSecond(own.callTimes)).toBeGreaterThan(1);
  });
});

describe.each(testDatabases)("a rate by the hour on $name", (database) => {
  it("is kept over a restart, and what is over it goes out when there is room", async () => {
    const created = await database.create();
    const channel = createScriptedChannel({ ...keyed, channel: "hourly", limits: { single: { requests: 4, perMs: 3_600_000 } } });
    const options = { database: created.settings, accounts: [accountOf(channel)] };
    const first = await openTestEngine(options);
    first.engine.start();
    const messages = [];
    for (let count = 0; count < 4; count += 1) messages.push(await submitText(first, { line: newAddress() }, stepsOn("hourly")));
    await until("three of four go out", () => channel.calls.length === 3);
    await first.engine.stop();
    const second = await openTestEngine(options);
    second.engine.start();
    await advance(1_800_000, second);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(channel.calls).toHaveLength(3);
    await advance(1_801_000, second);
    for (const message of messages) await finalDelivery(second, message);
    expect(new Set(channel.calls.map(({ attemptId }) => attemptId)).size).toBe(4);
    await second.engine.stop();
    await created.drop();
    expect([...first.errors, ...second.errors]).toEqual([]);
  });
});

describe.each(sharedTestDatabases)("three engines on one $name", (database) => {
  it("stay within the rate together", async () => {
    const created = await database.create();
    const channels = Array.from({ length: 3 }, () => createScriptedChannel({ ...keyed, channel: "line", limits: { single: perSecond(50) } }));
    const engines: TestEngine[] = [];
    for (const channel of channels) engines.push(await openTestEngine({ database: created.settings, accounts: [accountOf(channel)] }));
    for (const { engine } of engines) engine.start();
    const messages = await Promise.all(engines.map((engine) => submitToMany(engine, 50, "line")));
    for (const message of messages) await completedMessage(engines[0]!, message);
    const calls = channels.flatMap((channel) => channel.calls);
    expect(new Set(calls.flatMap(({ to }) => to)).size).toBe(150);
    expect(calls).toHaveLength(150);
    expect(mostInOneSecond(channels.flatMap(({ callTimes }) => callTimes))).toBeLessThanOrEqual(50);
    for (const { engine } of engines) await engine.stop();
    await created.drop();
    expect(engines.flatMap(({ errors }) => errors)).toEqual([]);
  });
});
