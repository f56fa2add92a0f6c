import { InvalidRequestError, type InboundMessageEvent } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, finalDelivery, newAddress, until, useEngine } from "../testing/test-engine.ts";
import { eventOf, firingsOf, welcome } from "../testing/trigger-samples.ts";
import type { NewTrigger, TriggerView } from "../triggers/trigger-view.ts";

const minute = 60_000;
const hour = 60 * minute;

describe.each(oneTestDatabase)("triggers on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: hour });
  const other = createScriptedChannel({ channel: "line", kind: "line", replyTokenLifetimeMs: minute, keyLifetimeMs: hour });
  const shared = useEngine(database, { accounts: [{ id: "line", adapters: [line.adapter] }, { id: "other", adapters: [other.adapter] }], settings: { pollIntervalMs: 5_000 } });
  const now = () => shared.context.clock.now();
  const receive = (events: readonly InboundMessageEvent[], account = "line") => shared.engine.receive(account, inboundRequest(events));
  const repliesUnder = (token: string) => [...line.calls, ...other.calls].filter(({ replyToken }) => replyToken === token);
  async function withTrigger(trigger: NewTrigger, work: (view: TriggerView) => Promise<void>): Promise<void> {
    const view = await shared.engine.triggers.create(trigger);
    await work(view);
    expect(await shared.engine.triggers.remove(view.id)).toBe(true);
  }

  it("answers a follow under its token, at the account where it came in, at once", () =>
    withTrigger(welcome, async (trigger) => {
      const address = newAddress();
      const event = eventOf(address, { type: "follow" }, now());
      const started = performance.now();
      await receive([event], "other");
      await until("the answer", () => repliesUnder(event.replyToken).length > 0);
      expect(performance.now() - started).toBeLessThan(1_000);
      const [firing] = await firingsOf(shared, trigger, 1);
      expect(firing).toMatchObject({ result: "submitted", message: expect.any(String) });
      const message = (await shared.engine.message(firing!.message!))!;
      expect(message).toMatchObject({ inReplyTo: firing!.event, reference: `${trigger.id}:${firing!.event}` });
      expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", addresses: { line: address } });
      expect(other.calls.filter(({ replyToken }) => replyToken === event.replyToken)).toHaveLength(1);
    }));

  it("fires once for an event that is posted again", () =>
    withTrigger({ ...welcome, atMostEvery: "PT0S" }, async (trigger) => {
      const event = eventOf(newAddress(), { type: "follow" }, now());
      await Promise.all([receive([event, event]), receive([event])]);
      await firingsOf(shared, trigger, 1);
      await receive([event]);
      const after = eventOf(newAddress(), { type: "follow" }, now());
      await receive([after]);
      expect(await firingsOf(shared, trigger, 2)).toHaveLength(2);
      await until("the answers", () => repliesUnder(after.replyToken).length > 0 && repliesUnder(event.replyToken).length > 0);
      expect(repliesUnder(event.replyToken)).toHaveLength(1);
      expect(line.callsTo(event.address)).toEqual([]);
    }));

  it("fires on nothing but what it waits for, where it waits for it, while it is enabled", () =>
    withTrigger({ ...welcome, account: "line", when: { type: "text", keywords: ["menu"] } }, async (trigger) => {
      await receive([eventOf(newAddress(), { type: "text", text: "menu" }, now())], "other");
      await receive([eventOf(newAddress(), { type: "text", text: "no" }, now()), eventOf(newAddress(), { type: "follow" }, now())]);
      const { act: _, ...silent } = eventOf(newAddress(), { type: "text", text: "menu" }, now());
      await receive([silent]);
      await receive([eventOf(newAddress(), { type: "text", text: " ＭＥＮＵ" }, now())]);
      expect(await firingsOf(shared, trigger, 1)).toHaveLength(1);
      await shared.engine.triggers.change(trigger.id, { enabled: false });
      await receive([eventOf(newAddress(), { type: "text", text: "menu" }, now())]);
      await shared.engine.triggers.change(trigger.id, { enabled: true, account: null });
      await receive([eventOf(newAddress(), { type: "text", text: "menu" }, now())], "other");
      expect(await firingsOf(shared, trigger, 2)).toHaveLength(2);
    }));

  it("writes with what is known of the event and of the contact", () =>
    withTrigger({
      name: "coupon", when: { type: "postback", parameter: { name: "coupon" } },
      message: { content: { type: "text", text: "{{ name }}: {{ event.parameters.coupon }} at {{ event.account }}", template: true }, plan: { steps: [{ channel: "line" }] } },
    }, async (trigger) => {
      const address = newAddress();
      await shared.engine.contacts.store({ reference: address, addresses: { line: address }, attributes: { name: "Aiko" } });
      const event = eventOf(address, { type: "postback", data: "coupon=SPRING+1&x=2" }, now());
      await receive([event]);
      await until("the answer", () => repliesUnder(event.replyToken).length > 0);
      expect(repliesUnder(event.replyToken)[0]!.bytes).toContain("Aiko: SPRING 1 at line");
      const [firing] = await firingsOf(shared, trigger, 1);
      expect(await finalDelivery(shared, (await shared.engine.message(firing!.message!))!)).toMatchObject({ reference: address });
    }));

  it.each([
    ["keeps what somebody wrote beside content that could say it", true, { name: "Aiko", event: { account: "line", type: "text", text: "my secret" } }],
    ["does not keep what somebody wrote beside content that could not say it", false, { name: "Aiko" }],
  ])("%s", (_name, template, variables) =>
    withTrigger({ ...welcome, when: { type: "text" }, message: { ...welcome.message, content: { type: "text", text: "Hello", template } } }, async (trigger) => {
      const address = newAddress();
      await shared.engine.contacts.store({ reference: address, addresses: { line: address }, attributes: { name: "Aiko" } });
      await receive([eventOf(address, { type: "text", text: "my secret" }, now())]);
      await firingsOf(shared, trigger, 1);
      const { rows } = await sql`select variables from delivery where addresses->>'line' = ${address}`.execute(shared.connection);
      expect(rows).toEqual([{ variables }]);
    }));

  it("answers a person once within atMostEvery, and others meanwhile", () =>
    withTrigger({ ...welcome, when: { type: "text" }, atMostEvery: "PT1M" }, async (trigger) => {
      const [one, another] = [newAddress(), newAddress()];
      const wrote = (address: string) => eventOf(address, { type: "text", text: "Hi" }, now());
      await receive([wrote(one), wrote(one), wrote(another)]);
      expect((await firingsOf(shared, trigger, 3)).map(({ result }) => result).toSorted()).toEqual(["submitted", "submitted", "too-soon"]);
      await advance(minute + 1, shared);
      await receive([wrote(one)]);
      expect((await firingsOf(shared, trigger, 4))[0]).toMatchObject({ result: "submitted" });
    }));

  it("pushes to whom no token lives, and leaves alone what is an hour old", () =>
    withTrigger(welcome, async (trigger) => {
      const [late, tooLate] = [newAddress(), newAddress()];
      await receive([eventOf(late, { type: "follow" }, new Date(now().getTime() - 59 * minute)), eventOf(tooLate, { type: "follow" }, new Date(now().getTime() - 61 * minute))]);
      const firings = await firingsOf(shared, trigger, 2);
      expect(firings.map(({ result }) => result).toSorted()).toEqual(["submitted", "too-late"]);
      await until("the push", () => line.callsTo(late).length > 0);
      expect(line.callsTo(tooLate)).toEqual([]);
    }));

  it("keeps why a message could not be sent, and goes on with the next event", async () => {
    const { id } = await shared.engine.triggers.create({ ...welcome, name: "breaks" });
    await sql`update message_trigger set message = jsonb_set(message, '{plan}', '{"steps": [{"channel": "pigeon"}]}') where name = 'breaks'`.execute(shared.connection);
    await withTrigger(welcome, async (good) => {
      await receive([eventOf(newAddress(), { type: "follow" }, now()), eventOf(newAddress(), { type: "follow" }, now())]);
      expect((await firingsOf(shared, good, 2)).map(({ result }) => result)).toEqual(["submitted", "submitted"]);
      const { items } = (await shared.engine.triggers.firings(id, { limit: 9 }))!;
      expect(items.map(({ result, problems }) => [result, problems?.[0]?.pointer])).toEqual(Array(2).fill(["refused", "/plan/steps/0/channel"]));
    });
    await expect(shared.engine.triggers.change(id, { name: "fails" })).rejects.toThrow(InvalidRequestError);
    expect(await shared.engine.triggers.change(id, { enabled: false })).toMatchObject({ enabled: false });
    await expect(shared.engine.triggers.change(id, { enabled: true })).rejects.toThrow(InvalidRequestError);
    await shared.engine.triggers.remove(id);
  });

  it("holds nobody back from whom it withheld a message that could not be sent", async () => {
    const template = await shared.engine.templates.create({ name: newAddress(), content: { type: "text", text: "Your coupon" } });
    const message = { plan: { steps: [{ channel: "line" }] }, template: { id: template.id } };
    await withTrigger({ ...welcome, when: { type: "text" }, atMostEvery: "P1D", message }, async (trigger) => {
      const address = newAddress();
      const write = () => receive([eventOf(address, { type: "text", text: "coupon" }, now())]);
      await shared.engine.templates.archive(template.id);
      await write();
      expect(await firingsOf(shared, trigger, 1)).toMatchObject([{ result: "refused", problems: [{ code: "archived-template" }] }]);
      await shared.engine.triggers.change(trigger.id, { message: welcome.message });
      await write();
      expect((await firingsOf(shared, trigger, 2))[0]).toMatchObject({ result: "submitted" });
      await write();
      expect((await firingsOf(shared, trigger, 3))[0]).toMatchObject({ result: "too-soon" });
    });
  });

  it("goes through the same rules as every message", () =>
    withTrigger(welcome, async (trigger) => {
      const address = newAddress();
      await shared.engine.suppressions.add([{ addressKind: "line", address, channel: "line" }], "manual");
      await receive([eventOf(address, { type: "follow" }, now())]);
      const [firing] = await firingsOf(shared, trigger, 1);
      expect(await finalDelivery(shared, (await shared.engine.message(firing!.message!))!)).toMatchObject({ outcome: "skipped", succeeded: false });
    }));

  it("forgets whom it answered, and what they did, when the person is erased", () =>
    withTrigger({ ...welcome, when: { type: "text" }, atMostEvery: "P1D" }, async (trigger) => {
      const address = newAddress();
      const { id } = await shared.engine.contacts.store({ reference: address, addresses: { line: address } });
      await receive([eventOf(address, { type: "text", text: "a secret" }, now())]);
      const [firing] = await firingsOf(shared, trigger, 1);
      await finalDelivery(shared, (await shared.engine.message(firing!.message!))!);
      const left = async () => (await sql`select 1 from trigger_turn union all select 1 from inbound_event where act::text like '%a secret%'`.execute(shared.connection)).rows.length;
      expect(await left()).toBe(2);
      const erasure = await shared.engine.contacts.erase(id);
      await until("the erasure is completed", async () => (await shared.engine.contacts.erasureOf(erasure!.id))?.status === "completed");
      expect(await left()).toBe(0);
    }));

  it("refuses what could never be sent, with pointers into the trigger", async () => {
    for (const [changes, pointer] of [
      [{ atMostEvery: "P400D" }, "/atMostEvery"],
      [{ account: "nobody" }, "/account"],
      [{ when: { type: "text", keywords: ["ok", " "] } }, "/when/keywords/1"],
      [{ message: { content: { type: "image", url: "https://a.example/b.png" } } }, "/message/content/type"],
      [{ message: { ...welcome.message, plan: { steps: [{ channel: "pigeon" }] } } }, "/message/plan/steps/0/channel"],
    ] as const satisfies readonly [Partial<NewTrigger>, string][]) {
      const error: unknown = await shared.engine.triggers.create({ ...welcome, ...changes }).catch((thrown: unknown) => thrown);
      expect(InvalidRequestError.is(error) && error.problems).toEqual([expect.objectContaining({ pointer })]);
    }
  });
});
