import type { JsonValue } from "@todoke/core";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { completedMessage, finalDelivery, newAddress, useEngine } from "../testing/test-engine.ts";

const odd = `quote ' "double" \\ ; drop table contact; -- 届け 🦀 $1 %_`;

describe.each(testDatabases)("audiences by filter on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: 3_600_000 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter, sms.adapter] }] });
  const content = { type: "text", text: "Hello" } as const;
  let list: string;

  beforeAll(async () => {
    const { engine } = shared;
    const consents = [{ channel: "line", purpose: "marketing", state: "granted", at: "2026-01-01T00:00:00Z" }] as const;
    const withdrawn = [...consents, { ...consents[0], state: "withdrawn" as const, at: "2026-02-01T00:00:00Z" }];
    await engine.contacts.store({ reference: "aiko", addresses: { line: newAddress(), phone: "1" }, locale: "ja-JP", timeZone: "Asia/Tokyo", attributes: { city: "Chiang Mai", visits: 12, joined: "2026-01-31" }, consents });
    await engine.contacts.store({ reference: "ben", addresses: { phone: "2" }, locale: "en", attributes: { city: "Chiang Mai", visits: 3, interests: ["tea", odd] }, consents: withdrawn });
    await engine.contacts.store({ reference: "chai", addresses: { line: newAddress() }, locale: "en-GB", timeZone: "Asia/Bangkok", attributes: { city: odd, visits: "12", vip: true } });
    await engine.contacts.store({ reference: "dao", attributes: { [odd]: "x", vip: false, city: null } });
    await engine.contacts.store({ reference: "group", kind: "group", addresses: { line: newAddress() }, attributes: { city: "Chiang Mai" } });
    ({ id: list } = await engine.audiences.create({ name: "chosen" }));
    await engine.audiences.addMembers(list, [{ addresses: { phone: "2" } }, { addresses: { phone: "777" } }]);
  });

  async function found(filter: JsonValue): Promise<string[]> {
    const people = await shared.engine.explain({ audience: { type: "filter", filter }, content }).catch((error: { problems?: readonly { code: string }[] }) => {
      if (error.problems?.[0]?.code === "empty-audience") return { recipients: [] };
      throw error;
    });
    return people.recipients.map(({ reference }) => reference!);
  }

  const test = (name: string, comparison: object) => ({ attribute: { name, ...comparison } });

  it.each<[JsonValue, string[]]>([
    [{ hasAddress: "line" }, ["aiko", "chai"]],
    [{ and: [{ hasAddress: "line" }, test("city", { is: "Chiang Mai" })] }, ["aiko"]],
    [{ or: [{ hasAddress: "phone" }, test("vip", { is: true })] }, ["aiko", "ben", "chai"]],
    [{ not: { hasAddress: "line" } }, ["ben", "dao"]],
    [test("city", { isNot: "Chiang Mai" }), ["chai", "dao"]],
    [test("visits", { is: 12 }), ["aiko"]],
    [test("visits", { in: [3, "12"] }), ["ben", "chai"]],
    [test("visits", { greaterThan: 3 }), ["aiko"]],
    [test("visits", { lessThan: 12.5 }), ["aiko", "ben"]],
    [test("visits", { greaterThan: "1" }), ["chai"]],
    [test("joined", { lessThan: "2026-02-01" }), ["aiko"]],
    [test("vip", { exists: true }), ["chai", "dao"]],
    [test("vip", { exists: false }), ["aiko", "ben"]],
    [test("interests", { is: "tea" }), ["ben"]],
    [test("interests", { in: [odd] }), ["ben"]],
    [test("city", { is: odd }), ["chai"]],
    [test(odd, { is: "x" }), ["dao"]],
    [test(odd, { exists: true }), ["dao"]],
    [test(odd, { greaterThan: odd }), ["dao"]],
    [{ locale: "en" }, ["ben", "chai"]],
    [{ locale: "EN-gb" }, ["chai"]],
    [{ locale: odd }, []],
    [{ timeZone: "Asia/Bangkok" }, ["chai"]],
    [{ not: { timeZone: "Asia/Bangkok" } }, ["aiko", "ben", "dao"]],
    [{ consent: { channel: "line", purpose: "marketing", state: "granted" } }, ["aiko"]],
    [{ consent: { channel: "line", purpose: "marketing", state: "withdrawn" } }, ["ben"]],
    [{ consent: { channel: odd, purpose: "marketing", state: "unknown" } }, ["aiko", "ben", "chai", "dao"]],
    [{ hasAddress: odd }, []],
  ])("%j finds %j", async (filter, references) => {
    expect((await found(filter)).toSorted()).toEqual(references);
  });

  it("finds who is in a list", async () => {
    expect(await found({ inList: list })).toEqual(["ben"]);
    expect(await found({ not: { inList: list } })).toEqual(["aiko", "chai", "dao"]);
  });

  it("counts whom it finds, by address", async () => {
    const counts = { people: 3, withoutTimeZone: 1, addresses: [{ kind: "line", people: 2 }, { kind: "phone", people: 2 }] };
    const filter = { or: [{ hasAddress: "line" }, { hasAddress: "phone" }] };
    await expect(shared.engine.audiences.count(filter)).resolves.toEqual(counts);
    const { id } = await shared.engine.audiences.create({ name: "reachable", type: "filter", filter });
    await expect(shared.engine.audiences.get(id)).resolves.toMatchObject({ type: "filter", filter, members: 3, addresses: [{ kind: "line", members: 2 }, { kind: "phone" }] });
    await expect(shared.engine.audiences.addMembers(id, [{ addresses: { line: newAddress() } }])).rejects.toMatchObject({ problems: [{ code: "not-a-list" }] });
    await expect(shared.engine.submit({ audience: { type: "list", id }, content })).rejects.toMatchObject({ problems: [{ code: "unknown-audience" }] });
  });

  it("sends to whom it finds now, with what is known of them, and freezes them", async () => {
    const filter = { and: [{ attribute: { name: "city", in: ["Chiang Mai", odd] } }, { attribute: { name: "visits", exists: true } }] };
    const { id } = await shared.engine.audiences.create({ name: "regulars", type: "filter", filter });
    const sendAt = new Date(shared.context.clock.now().getTime() + 3_600_000).toISOString();
    const message = await shared.engine.submit({ audience: { type: "filter", id }, content: { type: "text", text: "{{ visits }}", template: true }, sendAt });
    expect(message).toMatchObject({ status: "scheduled", counts: { recipients: 3 } });
    const ben = (await shared.engine.contacts.contacts({ limit: 1, reference: "ben" })).items[0]!;
    await shared.engine.contacts.update(ben.id, { attributes: { visits: 99 }, addresses: { phone: newAddress() } });
    await shared.engine.controls.reschedule(message.id, shared.context.clock.now().toISOString());
    await completedMessage(shared, message);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ reference: "ben", outcome: "accepted", channel: "sms" });
    expect(sms.callsTo("2").map(({ bytes }) => bytes)).toEqual([expect.stringContaining('"3"')]);
    await shared.engine.contacts.update(ben.id, { attributes: { visits: 3 }, addresses: { phone: "2" } });
  });

  it("finds others once it is changed, and what is scheduled goes to those whom it found", async () => {
    const { audiences, controls } = shared.engine;
    const { id, createdAt } = await audiences.create({ name: "by phone", type: "filter", filter: { hasAddress: "phone" } });
    const schedule = (reference: string) =>
      shared.engine.submit({ reference, audience: { type: "filter", id }, content, sendAt: new Date(shared.context.clock.now().getTime() + 3_600_000).toISOString() });
    const peopleOf = async (messageId: string) => {
      const { items } = (await shared.engine.deliveries(messageId, { limit: 10 }))!;
      return items.map(({ reference }) => reference!).toSorted();
    };
    const before = await schedule("before-the-change");
    const filter = { attribute: { name: "vip", exists: true } };
    const changed = await audiences.change(id, { filter });
    expect(changed).toMatchObject({ id, type: "filter", name: "by phone", filter, createdAt });
    expect(changed!.updatedAt.getTime()).toBeGreaterThanOrEqual(createdAt.getTime());
    await expect(audiences.get(id)).resolves.toMatchObject({ filter, members: 2 });
    const after = await schedule("after-the-change");
    for (const message of [before, after]) await controls.reschedule(message.id, shared.context.clock.now().toISOString());
    await completedMessage(shared, before);
    await completedMessage(shared, after);
    expect(await peopleOf(before.id)).toEqual(["aiko", "ben"]);
    expect(await peopleOf(after.id)).toEqual(["chai", "dao"]);
  });

  it("changes in its name alone, and in nothing where the filter is none or the audience a list", async () => {
    const { audiences } = shared.engine;
    const filter = { hasAddress: "phone" };
    const { id } = await audiences.create({ name: "by phone", type: "filter", filter });
    await expect(audiences.change(id, { name: "with a phone" })).resolves.toMatchObject({ name: "with a phone", filter });
    const shown = await audiences.change(id, {});
    expect(shown).toMatchObject({ name: "with a phone", filter });
    await expect(audiences.change(id, { name: "lost", filter: { not: { hasAdress: "line" } } }))
      .rejects.toMatchObject({ problems: [{ pointer: "/filter/not", code: "unknown-filter" }] });
    await expect(audiences.change(list, { name: "lost", filter })).rejects.toMatchObject({ problems: [{ pointer: "/filter", code: "unknown-field" }] });
    const { items } = await audiences.list({ limit: 100 });
    expect(items.filter(({ name }) => name === "lost")).toEqual([]);
    expect(items.find((each) => each.id === id)).toEqual(shown);
    await expect(audiences.change(list, { name: "chosen ones" })).resolves.toMatchObject({ type: "list", name: "chosen ones", members: 2 });
    await audiences.delete(id);
    await expect(audiences.change(id, { name: "gone" })).resolves.toBeUndefined();
    await expect(audiences.change("nonsense", { name: "gone" })).resolves.toBeUndefined();
  });

  it("sends to thousands without a gap", async () => {
    await sql`
      with made as (
        insert into contact (project_id, id, kind, attributes, source, created_at, updated_at)
        select 'default', gen_random_uuid(), 'person', '{"many": true}', 'test', now(), now() from generate_series(1, 2300) returning id)
      insert into contact_address (project_id, address, kind, contact_id, created_at)
      select 'default', 'many-' || id, 'line', id, now() from made`.execute(shared.connection);
    const message = await shared.engine.submit({ audience: { type: "filter", filter: { attribute: { name: "many", is: true } } }, content });
    expect(message.counts.recipients).toBe(2_300);
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual([{ outcome: "accepted", succeeded: true, channel: "line", count: 2_300 }]);
    expect(new Set(line.calls.flatMap(({ to }) => to).filter((to) => to.startsWith("many"))).size).toBe(2_300);
  });

  it("is refused where it finds nobody, or is none", async () => {
    const refused = async (audience: object, code: string, pointer: string) => {
      const problems = [expect.objectContaining({ code, pointer })];
      await expect(shared.engine.submit({ audience: { type: "filter", ...audience }, content })).rejects.toMatchObject({ problems });
    };
    await refused({ filter: { locale: "fr" } }, "empty-audience", "/audience");
    await refused({ filter: { hasAdress: "line" } }, "unknown-filter", "/audience/filter");
    await refused({ id: list }, "unknown-audience", "/audience/id");
    await refused({}, "exactly-one", "/audience");
    await expect(shared.engine.audiences.create({ name: "none", type: "filter" })).rejects.toMatchObject({ problems: [{ pointer: "/filter", code: "missing" }] });
    const window = { days: ["MONDAY"], from: "09:00", to: "20:00", timeZone: "recipient" } as const;
    await expect(shared.engine.submit({ audience: { type: "filter", filter: { hasAddress: "phone" } }, content, deliveryTimeWindow: { ...window, days: ["MONDAY"] } }))
      .rejects.toMatchObject({ problems: [{ code: "missing-time-zone" }] });
  });
});
