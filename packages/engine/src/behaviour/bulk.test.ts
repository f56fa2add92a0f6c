import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { parseMessageId } from "../ids.ts";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases)("bulk calls on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 3, keyLifetimeMs: 3_600_000 });
  const keyless = createScriptedChannel({ channel: "keyless", kind: "line", maxRecipients: 40 });
  const shared = useEngine(database, { accounts: [channel, keyless].map(({ adapter }) => ({ id: adapter.channel, adapters: [adapter] })) });
  const submitTo = (addresses: readonly string[], text = "Hello", template = false) =>
    shared.engine.submit({
      to: addresses.map((line) => ({ addresses: { line }, variables: { name: line } })),
      content: { type: "text", text, template },
    });
  const people = (count: number) => Array.from({ length: count }, () => newAddress());
  const callsOf = (addresses: readonly string[]) =>
    channel.calls.filter(({ to }) => to.some((address) => addresses.includes(address))).map(({ endpoint, to }) => ({ endpoint, to }));

  /** As another process would, with its counters. */
  const closeElsewhere = (messageId: string, number: number) => sql`
    with closed as (
      update delivery set status = 'final', outcome = 'expired', succeeded = false, closed_at = now()
      where message_id = ${messageId} and number = ${number} returning project_id, message_id
    ), counted as (insert into message_outcome select project_id, message_id, 'expired', false, '', 1 from closed)
    update message m set pending = pending - 1, final = final + 1 from closed c where m.id = c.message_id`.execute(shared.connection);

  it("carries identical bytes together, as many as the provider takes, and a person left over alone", async () => {
    const to = people(7);
    const { counts } = await completedMessage(shared, await submitTo(to));
    expect(counts.outcomes).toEqual([{ outcome: "accepted", succeeded: true, channel: "line", count: 7 }]);
    expect(callsOf(to)).toEqual([
      { endpoint: "bulk", to: to.slice(0, 3) },
      { endpoint: "bulk", to: to.slice(3, 6) },
      { endpoint: "single", to: to.slice(6) },
    ]);
  });

  it("is as full where the provider has no keys", async () => {
    const to = people(120);
    const message = await shared.engine.submit({
      to: to.map((line) => ({ addresses: { line } })),
      content: { type: "text", text: "Hello" },
      plan: { steps: [{ channel: "keyless" }] },
    });
    await completedMessage(shared, message);
    expect(keyless.calls.map((call) => call.to.length).toSorted((one, other) => other - one)).toEqual([40, 40, 20, 20]);
  });

  it("calls singly for personal text and for addresses that bulk calls do not take", async () => {
    const personal = people(2);
    await completedMessage(shared, await submitTo(personal, "Hi {{ name }}", true));
    expect(callsOf(personal).map(({ endpoint }) => endpoint)).toEqual(["single", "single"]);
    const mixed = [newAddress("group"), ...people(2)];
    await completedMessage(shared, await submitTo(mixed));
    expect(callsOf(mixed)).toEqual([
      { endpoint: "single", to: mixed.slice(0, 1) },
      { endpoint: "bulk", to: mixed.slice(1) },
    ]);
  });

  it("fails the one that the provider names and sends to the rest again under a new key", async () => {
    const to = people(3);
    channel.script(to[0]!, refuses("recipient", { failedIndex: 1 }), accepts());
    const message = await submitTo(to);
    await completedMessage(shared, message);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ outcome: "failed", reason: { code: "recipient" } });
    for (const number of [0, 2]) {
      expect(await finalDelivery(shared, message, number)).toMatchObject({ outcome: "accepted", possibleDuplicate: false });
    }
    expect(callsOf(to)).toEqual([
      { endpoint: "bulk", to },
      { endpoint: "bulk", to: [to[0], to[2]] },
    ]);
    expect(new Set(channel.callsTo(to[0]!).map(({ attemptId }) => attemptId)).size).toBe(2);
  });

  it("sends to each alone where the provider does not say which one it refuses", async () => {
    const to = people(3);
    channel.script(to[0]!, refuses("recipient"), accepts());
    channel.script(to[1]!, refuses("recipient"));
    const message = await submitTo(to);
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 2 },
      { outcome: "failed", succeeded: false, channel: "line", count: 1 },
    ]);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ outcome: "failed" });
    const [together, ...alone] = callsOf(to);
    expect(together).toEqual({ endpoint: "bulk", to });
    expect(alone.map(({ endpoint, to: [address] }) => `${endpoint} ${address}`).toSorted()).toEqual(
      to.map((address) => `single ${address}`).toSorted(),
    );
  });

  it("fails everybody in a call that was refused for what it says", async () => {
    const to = people(3);
    channel.script(to[0]!, refuses("content"));
    const { counts } = await completedMessage(shared, await submitTo(to));
    expect(counts.outcomes).toEqual([{ outcome: "failed", succeeded: false, channel: "line", count: 3 }]);
    expect(callsOf(to)).toHaveLength(1);
  });

  it("closes the others where one that it carried was closed meanwhile, and keeps the attempt of that one", async () => {
    const to = people(3);
    const submitted = Promise.withResolvers<string>();
    channel.script(to[0]!, async (call) => (await closeElsewhere(await submitted.promise, 1), accepts()(call)));
    const message = await submitTo(to);
    submitted.resolve(parseMessageId(message.id)!);
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 2 },
      { outcome: "expired", succeeded: false, count: 1 },
    ]);
    const { outcome, timeline } = await finalDelivery(shared, message, 1);
    expect(outcome).toBe("expired");
    expect(timeline.filter(({ type }) => type === "attempt")).toHaveLength(1);
  });

  it("repeats a lost bulk call to the same people under the same key", async () => {
    const to = people(3);
    channel.script(to[0]!, refuses("ambiguous"), accepts());
    const message = await submitTo(to);
    await until("it was called", () => channel.callsTo(to[0]!).length === 1);
    await idle(shared);
    await deliveryThat(shared, message, "is under way", ({ status }) => status === "sending", 2);
    await advance(2_000, shared);
    await completedMessage(shared, message);
    const [first, second, ...more] = channel.callsTo(to[0]!);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });
});
