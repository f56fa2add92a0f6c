import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { personOf } from "../caps/digest.ts";
import { numberEvents } from "../inbound/hand-out-events.ts";
import { claimEvents, type WaitingEvent } from "../store/triggers/claim-events.ts";
import { dropOldFirings } from "../store/triggers/drop-old-firings.ts";
import { beginFiring } from "../store/triggers/write-firings.ts";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, until } from "../testing/test-engine.ts";
import { eventOf, firingsOf, welcome } from "../testing/trigger-samples.ts";
import { fireTriggers } from "../triggers/fire-triggers.ts";

const minute = 60_000;
const hour = 60 * minute;

describe.each(oneTestDatabase)("triggers of a process that died on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: hour });

  it("send once, wherever it was cut off, and are forgotten after 30 days", async () => {
    const created = await database.create();
    const opened = await openTestEngine({ database: created.settings, accounts: [{ id: "line", adapters: [line.adapter] }] });
    const { engine, context, connection } = opened;
    const { leaseMs } = context.settings;
    const trigger = await engine.triggers.create(welcome);
    await engine.receive("line", inboundRequest([eventOf("person", { type: "follow" }, context.clock.now())]));
    await numberEvents(context);
    const [claimed] = await claimEvents(connection, context.projectId, leaseMs, 1);
    const { rows: [{ id: triggerId }] } = await sql<{ id: string }>`select id from message_trigger`.execute(connection) as { rows: [{ id: string }] };
    const facts = { person: triggerId, happenedAt: claimed!.at, longestWaitMs: hour };
    expect(await beginFiring(connection, context.projectId, { triggerId, eventId: claimed!.id }, facts)).toBe("pending");
    expect(await fireTriggers(context, undefined)).toBe(0);
    await advance(leaseMs + 1, opened);
    expect(await fireTriggers(context, undefined)).toBe(1);
    const [first] = await firingsOf(opened, trigger, 1);
    await sql`update trigger_firing set result = 'pending', message_id = null`.execute(connection);
    await sql`update inbound_event set triggers_due_at = todoke_now()`.execute(connection);
    expect(await fireTriggers(context, undefined)).toBe(1);
    expect(await firingsOf(opened, trigger, 1)).toEqual([first]);
    await engine.receive("line", inboundRequest([eventOf("another", { type: "follow" }, context.clock.now())]));
    await numberEvents(context);
    const [second] = await claimEvents(connection, context.projectId, leaseMs, 1);
    expect(await beginFiring(connection, context.projectId, { triggerId, eventId: second!.id }, { ...facts, person: second!.id, happenedAt: second!.at })).toBe("pending");
    await sql`update trigger_firing set result = 'pending', message_id = null`.execute(connection);
    await sql`update inbound_event set triggers_due_at = todoke_now()`.execute(connection);
    await advance(hour + 1, opened);
    expect(await fireTriggers(context, undefined)).toBe(2);
    expect(await firingsOf(opened, trigger, 2)).toMatchObject([{ result: "too-late" }, first!]);
    expect((await engine.messages({ limit: 9 })).items.map(({ id }) => id)).toEqual([first!.message]);
    const inDays = (days: number) => new Date(context.clock.now().getTime() + days * 24 * hour);
    await dropOldFirings(connection, context.projectId, inDays(29));
    expect(await firingsOf(opened, trigger, 2)).toHaveLength(2);
    await dropOldFirings(connection, context.projectId, inDays(31));
    expect((await engine.triggers.firings(trigger.id, { limit: 9 }))!.items).toEqual([]);
    await engine.stop();
    await created.drop();
  });

  it("hold back whom they wrote to before, though the message could not be sent any more, and whom they wrote nothing they do not", async () => {
    const created = await database.create();
    const opened = await openTestEngine({ database: created.settings, accounts: [{ id: "line", adapters: [line.adapter] }] });
    const { engine, context, connection } = opened;
    const trigger = await engine.triggers.create({ ...welcome, when: { type: "text" }, atMostEvery: "P1D" });
    const { rows: [{ id: triggerId }] } = await sql<{ id: string }>`select id from message_trigger`.execute(connection) as { rows: [{ id: string }] };
    const write = async (address: string) => {
      await engine.receive("line", inboundRequest([eventOf(address, { type: "text", text: "Hi" }, context.clock.now())]));
      await numberEvents(context);
    };
    await write("written-to");
    expect(await fireTriggers(context, undefined)).toBe(1);
    const [first] = await firingsOf(opened, trigger, 1);
    await sql`update trigger_firing set result = 'pending', message_id = null`.execute(connection);
    await sql`update inbound_event set triggers_due_at = todoke_now()`.execute(connection);
    await sql`update message_trigger set message = jsonb_set(message, '{plan}', '{"steps": [{"channel": "pigeon"}]}')`.execute(connection);
    expect(await fireTriggers(context, undefined)).toBe(1);
    expect(await firingsOf(opened, trigger, 1)).toEqual([first]);
    await engine.triggers.change(trigger.id, { message: welcome.message });
    await write("written-to");
    expect(await fireTriggers(context, undefined)).toBe(1);
    expect((await firingsOf(opened, trigger, 2))[0]).toMatchObject({ result: "too-soon" });

    await write("cut-off");
    const [{ id: eventId, addressKind, address, at }] = await claimEvents(connection, context.projectId, context.settings.leaseMs, 1) as [WaitingEvent];
    const facts = { person: personOf(addressKind, address), happenedAt: at, longestWaitMs: hour };
    expect(await beginFiring(connection, context.projectId, { triggerId, eventId }, facts)).toBe("pending");
    await advance(hour + 1, opened);
    expect(await fireTriggers(context, undefined)).toBe(1);
    expect((await firingsOf(opened, trigger, 3))[0]).toMatchObject({ result: "too-late" });
    await write("cut-off");
    expect(await fireTriggers(context, undefined)).toBe(1);
    expect((await firingsOf(opened, trigger, 4))[0]).toMatchObject({ result: "submitted" });
    await engine.stop();
    await created.drop();
  });
});

describe.each(sharedTestDatabases)("triggers of two processes on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: hour });

  it("fire once for each event", async () => {
    const created = await database.create();
    const options = { database: created.settings, accounts: [{ id: "line", adapters: [line.adapter] }], settings: { pollIntervalMs: 20 } };
    const [one, two] = [await openTestEngine(options), await openTestEngine(options)];
    const trigger = await one.engine.triggers.create({ ...welcome, atMostEvery: "PT0S" });
    one.engine.start();
    two.engine.start();
    const events = Array.from({ length: 40 }, () => eventOf(newAddress(), { type: "follow" }, one.context.clock.now()));
    await Promise.all(events.map((event, index) => [one, two][index % 2]!.engine.receive("line", inboundRequest([event]))));
    await firingsOf(one, trigger, 40);
    const { items } = await one.engine.messages({ limit: 1_000 });
    expect(items).toHaveLength(40);
    await until("all answers", () => line.calls.length >= 40);
    expect(new Set(line.calls.map(({ replyToken }) => replyToken)).size).toBe(40);
    expect(line.calls).toHaveLength(40);
    await Promise.all([one.engine.stop(), two.engine.stop()]);
    await created.drop();
    expect([...one.errors, ...two.errors]).toEqual([]);
  });
});
