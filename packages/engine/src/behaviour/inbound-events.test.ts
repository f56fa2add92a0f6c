import type { InboundMessageEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { keepInboundEvents } from "../inbound/keep-inbound-events.ts";
import type { InboundEventView } from "../inbound/inbound-event-view.ts";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;

describe.each(testDatabases)("inbound events on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute });
  const handled: InboundEventView[] = [];
  const shared = useEngine(database, {
    accounts: [{ id: "account", adapters: [channel.adapter] }, { id: "other", adapters: [channel.adapter] }],
    onInboundEvent: (event) => void handled.push(event),
  });
  const receive = (events: readonly InboundMessageEvent[], account = "account") =>
    shared.engine.receive(account, inboundRequest(events));
  const eventsFrom = async (address: string, count: number) =>
    until(`${count} events from ${address}`, async () => {
      const { items } = await shared.engine.inbound.events({ address, limit: 100 });
      return items.length >= count && items;
    });

  let made = 0;
  const wrote = (address: string, details: Partial<InboundMessageEvent> = {}): InboundMessageEvent => {
    made += 1;
    const at = shared.context.clock.now();
    return { type: "inbound", eventId: `event-${made}`, addressKind: "line", address, providerCode: "message", payload: { text: "Hi" }, at, ...details };
  };

  it("keeps an event once, however often it is posted, and hands it out once", async () => {
    const address = newAddress();
    const event = wrote(address, { replyToken: "secret-token", payload: { text: "Hi", replyToken: "secret-token" } });
    await receive([event, event]);
    await Promise.all([receive([event]), receive([event])]);
    const [kept, ...more] = await eventsFrom(address, 1);
    expect(more).toEqual([]);
    expect(kept).toMatchObject({ account: "account", type: "message", addressKind: "line", address, at: event.at });
    expect(kept!.payload).toEqual({ text: "Hi" });
    expect(kept!.canReplyUntil!.getTime()).toBeGreaterThanOrEqual(kept!.receivedAt.getTime() + minute);
    expect(JSON.stringify(await shared.engine.inbound.event(kept!.id))).not.toContain("secret-token");
    await until("it was handed out", () => handled.some(({ id }) => id === kept!.id));
    await receive([event, wrote(newAddress(), { address })]);
    await until("the next one was handed out", () => handled.filter((one) => one.address === address).length === 2);
    expect(handled.filter(({ id }) => id === kept!.id)).toHaveLength(1);
  });

  it("takes the same provider id at two accounts for two events", async () => {
    const address = newAddress();
    const event = wrote(address);
    await receive([event]);
    await receive([event], "other");
    expect((await eventsFrom(address, 2)).map(({ account }) => account)).toEqual(["account", "other"]);
  });

  it("orders what came in one post by the provider's time", async () => {
    const address = newAddress();
    const now = shared.context.clock.now().getTime();
    const moments = [30, 10, 20].map((ms) => new Date(now - ms));
    await receive(moments.map((at) => wrote(address, { at })));
    const events = await eventsFrom(address, 3);
    expect(events.map(({ at }) => now - at.getTime())).toEqual([30, 20, 10]);
  });

  it("lists by position, from either end, and narrows", async () => {
    const address = newAddress();
    for (const providerCode of ["message", "postback", "message"]) await receive([wrote(address, { providerCode })]);
    const all = await eventsFrom(address, 3);
    const first = await shared.engine.inbound.events({ address, limit: 2 });
    expect(first.items).toEqual(all.slice(0, 2));
    expect(first.nextCursor).toBe(String(all[1]!.position));
    expect(await shared.engine.inbound.events({ address, limit: 2, cursor: first.nextCursor! })).toEqual({ items: all.slice(2) });
    const newest = await shared.engine.inbound.events({ address, limit: 2, order: "newest" });
    expect(newest.items).toEqual(all.toReversed().slice(0, 2));
    const messages = await shared.engine.inbound.events({ address, type: "message", account: "account", limit: 9 });
    expect(messages.items).toEqual([all[0], all[2]]);
    expect((await shared.engine.inbound.events({ address, account: "other", limit: 9 })).items).toEqual([]);
  });

  it("keeps what no database text can hold, without the characters that it cannot", async () => {
    const address = newAddress();
    await receive([wrote(address, { payload: { "na\0me": ["a\0b", { half: "\ud83e" }] } })]);
    expect((await eventsFrom(address, 1))[0]!.payload).toEqual({ name: ["ab", { half: "\ufffd" }] });
  });

  it("renews a token with a copy, but not that of an old event, nor for a token that came too late", async () => {
    const [address, late] = [newAddress(), newAddress()];
    const event = wrote(address, { replyToken: "renewed" });
    await receive([event]);
    const [{ id }] = await eventsFrom(address, 1) as [InboundEventView];
    await advance(2 * minute, shared);
    expect(await shared.engine.inbound.event(id)).not.toHaveProperty("canReplyUntil");
    await receive([event]);
    expect(await shared.engine.inbound.event(id)).toHaveProperty("canReplyUntil");
    await advance(19 * minute, shared);
    await receive([event]);
    expect(await shared.engine.inbound.event(id)).not.toHaveProperty("canReplyUntil");
    await receive([wrote(late, { replyToken: "late", at: event.at })]);
    expect((await eventsFrom(late, 1))[0]).not.toHaveProperty("canReplyUntil");
  });
});

describe.each(sharedTestDatabases)("inbound events that commit late on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [channel.adapter] }] });
  const event = (eventId: string): InboundMessageEvent =>
    ({ type: "inbound", eventId, addressKind: "line", address: "person", providerCode: "message", payload: {}, at: new Date() });
  const eventsAfter = async (cursor?: string) => {
    const { items } = await shared.engine.inbound.events({ limit: 9, ...(cursor !== undefined && { cursor }) });
    return items;
  };

  it("come after those that a reader has seen", async () => {
    const early = await shared.connection.transaction().execute(async (transaction) => {
      const [kept] = await keepInboundEvents(shared.context, transaction, "account", [event("early")]);
      await shared.engine.receive("account", inboundRequest([event("late")]));
      const seen = await until("the one that committed", async () => {
        const items = await eventsAfter();
        return items.length > 0 && items;
      });
      expect(seen).toHaveLength(1);
      return { id: `evt_${kept!.id.replaceAll("-", "")}`, cursor: String(seen[0]!.position) };
    });
    const [next] = await until("the other one", async () => {
      const items = await eventsAfter(early.cursor);
      return items.length > 0 && items;
    });
    expect(next!.id).toBe(early.id);
  });
});

describe.each(testDatabases)("a failing handler of inbound events on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line" });

  it("is logged with the event's id, and does not keep the next event from it", async () => {
    const created = await database.create();
    const seen: string[] = [];
    const opened = await openTestEngine({
      database: created.settings,
      accounts: [{ id: "account", adapters: [channel.adapter] }],
      onInboundEvent: async ({ id, type }) => {
        seen.push(id);
        if (type === "postback") throw new Error("not today");
      },
    });
    opened.engine.start();
    const event = (providerCode: string): InboundMessageEvent =>
      ({ type: "inbound", eventId: providerCode, addressKind: "line", address: "person", providerCode, payload: {}, at: new Date() });
    await opened.engine.receive("account", inboundRequest([event("postback")]));
    await opened.engine.receive("account", inboundRequest([event("message")]));
    await until("both were handed out", () => seen.length >= 2);
    await opened.engine.stop();
    await created.drop();
    expect(seen).toHaveLength(2);
    expect(opened.errors).toEqual([expect.objectContaining({ event: seen[0] })]);
  });
});
