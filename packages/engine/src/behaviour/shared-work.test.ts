import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, newAddress, openTestEngine, submitText, until } from "../testing/test-engine.ts";

describe.each(sharedTestDatabases)("two engines on one $name", (database) => {
  const accountsOf = (...channels: readonly ReturnType<typeof createScriptedChannel>[]) =>
    channels.map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const line = { channel: "line", kind: "line" };
  const sms = { channel: "sms", kind: "phone" };

  it("share 2,000 deliveries and never call an address twice", async () => {
    const created = await database.create();
    const [ours, theirs] = [createScriptedChannel(line), createScriptedChannel(line)];
    const [ourSms, theirSms] = [createScriptedChannel(sms), createScriptedChannel(sms)];
    const one = await openTestEngine({ database: created.settings, accounts: accountsOf(ours, ourSms) });
    const other = await openTestEngine({ database: created.settings, accounts: accountsOf(theirs, theirSms) });
    const to = Array.from({ length: 2_000 }, () => ({ addresses: { line: newAddress(), phone: newAddress() } }));
    for (const channel of [ours, theirs]) {
      for (const { addresses } of to.slice(0, 300)) channel.script(addresses.line, refuses("recipient"));
    }
    const message = await one.engine.submit({ to, content: { type: "text", text: "Hello" } });
    one.engine.start();
    other.engine.start();
    const { counts } = await completedMessage(one, message);
    expect(counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 1_700 },
      { outcome: "accepted", succeeded: true, channel: "sms", count: 300 },
    ]);
    const called = [ours, theirs, ourSms, theirSms].flatMap(({ calls }) => calls.flatMap((call) => call.to));
    expect(called).toHaveLength(2_300);
    expect(new Set(called).size).toBe(2_300);
    expect(ours.calls.length).toBeGreaterThan(0);
    expect(theirs.calls.length).toBeGreaterThan(0);
    await Promise.all([one.engine.stop(), other.engine.stop()]);
    expect([...one.errors, ...other.errors]).toEqual([]);
    await created.drop();
  });

  it("leave the sending to the one that takes work up", async () => {
    const created = await database.create();
    const [ours, theirs] = [createScriptedChannel(line), createScriptedChannel(line)];
    const door = await openTestEngine({ database: created.settings, accounts: accountsOf(ours), settings: { takesUpWork: false } });
    const sender = await openTestEngine({ database: created.settings, accounts: accountsOf(theirs) });
    door.engine.start();
    const to = Array.from({ length: 20 }, () => ({ addresses: { line: newAddress() } }));
    const message = await door.engine.submit({ to, content: { type: "text", text: "Hello" } });
    sender.engine.start();
    await completedMessage(door, message);
    expect([ours.calls.length, theirs.calls.length]).toEqual([0, 20]);
    await Promise.all([door.engine.stop(), sender.engine.stop()]);
    expect([...door.errors, ...sender.errors]).toEqual([]);
    await created.drop();
  });

  it("move no delivery that another has claimed, though what else is in its batch goes", async () => {
    const created = await database.create();
    const first = createScriptedChannel({ ...line, channel: "first" });
    const second = createScriptedChannel({ ...line, channel: "second", looksUp: true, limits: { single: { requests: 1, perMs: 3_600_000 } } });
    const both = [newAddress(), newAddress()];
    const refused = Promise.withResolvers<undefined>();
    for (const address of both) first.script(address, async (call) => (await refused.promise, refuses("recipient")(call)));
    const warnings: string[] = [];
    const opened = await openTestEngine({
      database: created.settings,
      accounts: accountsOf(first, second, createScriptedChannel(sms)),
      log: { info() {}, warn: (_fields, warning) => warnings.push(warning), error: (_fields, message) => expect.fail(message) },
    });
    // There is one turn for the two. The other sends to whoever has to come again, meanwhile.
    second.scriptLookup(both[0]!, async () => {
      await sql`update delivery set claim_token = null, due_at = null where number = 1`.execute(opened.connection);
      return { reachability: "reachable", providerCode: "profile-200" };
    });
    opened.engine.start();
    await opened.engine.submit({
      to: both.map((address) => ({ addresses: { line: address } })),
      content: { type: "text", text: "Hello" },
      plan: { steps: [{ channel: "first" }, { channel: "second", switchAfter: "PT12H" }, { channel: "sms" }] },
    });
    await until("both were called", () => first.calls.length === 2);
    refused.resolve(undefined);
    await until("the claim was found lost", () => warnings.length > 0);
    const { rows } = await sql`select due_at from delivery where number = 1`.execute(opened.connection);
    expect(rows).toEqual([{ due_at: null }]);
    await opened.engine.stop();
    await created.drop();
  });

  it("let nobody write the outcome of an attempt that another has taken over", async () => {
    const created = await database.create();
    const [ours, theirs] = [createScriptedChannel({ ...line, keyLifetimeMs: 3_600_000 }), createScriptedChannel({ ...line, keyLifetimeMs: 3_600_000 })];
    const address = newAddress();
    const [slowEnds, quickEnds] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    ours.script(address, async (call) => (await slowEnds.promise, refuses("recipient")(call)));
    theirs.script(address, async (call) => (await quickEnds.promise, accepts()(call)));
    const slow = await openTestEngine({ database: created.settings, accounts: accountsOf(ours) });
    slow.engine.start();
    const message = await submitText(slow, { line: address });
    await until("the slow one calls", () => ours.calls.length === 1);
    const stopped = slow.engine.stop();
    const quick = await openTestEngine({ database: created.settings, accounts: accountsOf(theirs) });
    quick.engine.start();
    await advance(61_000, quick);
    await until("the quick one calls", () => theirs.calls.length === 1);
    slowEnds.resolve(undefined);
    await stopped;
    expect(await deliveryThat(quick, message, "exists", () => true)).toMatchObject({ status: "sending" });
    quickEnds.resolve(undefined);
    const delivery = await finalDelivery(quick, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true });
    expect(delivery.timeline.filter((entry) => entry.type === "attempt")).toEqual([expect.objectContaining({ evidence: "accepted", calls: 2 })]);
    expect(theirs.calls[0]).toEqual(ours.calls[0]);
    await quick.engine.stop();
    await created.drop();
  });
});

it("an embedded database has no other process to take its work up", async () => {
  const [embedded] = testDatabases;
  const created = await embedded!.create();
  const opening = openTestEngine({ database: created.settings, accounts: [], settings: { takesUpWork: false } });
  await expect(opening).rejects.toThrow("engine.takesUpWork: must be true on an embedded database");
  await created.drop();
});
