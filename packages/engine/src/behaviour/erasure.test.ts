import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";
import { readMovedTables } from "../transfer/moved-tables.ts";

describe.each(testDatabases.slice(-1))("a person who is erased on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: 3_600_000 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter, sms.adapter] }] });
  const template = { type: "text", text: "Dear {{ name }}", template: true } as const;

  /** The tables that hold any of the texts. */
  async function tablesWith(...texts: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for (const { name } of await readMovedTables(shared.connection)) {
      const { rows } = await sql`select 1 from ${sql.table(name)} t where t::text like any(${texts.map((text) => `%${text}%`)}::text[]) limit 1`.execute(shared.connection);
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  const completed = (id: string) =>
    until("the erasure is completed", async () => {
      const view = await shared.engine.contacts.erasureOf(id);
      return view?.status === "completed" && view;
    });

  it("is found nowhere any more, and what was counted stays", async () => {
    const secrets = { line: newAddress("secretline"), phone: newAddress("secretphone"), reference: newAddress("secretref"), name: "Secretname" };
    const { line: lineId, phone, reference, name } = secrets;
    const addresses = { line: lineId, phone };
    const other = { reference: "other", addresses: { line: newAddress() }, variables: { name: "Aiko" } };
    await shared.engine.receive("account", inboundRequest([{ type: "inbound", eventId: newAddress("e"), addressKind: "line", address: lineId, providerCode: "message", payload: { text: name }, at: new Date() }]));
    await shared.engine.receive("account", inboundRequest([{ type: "inbound", eventId: newAddress("e"), addressKind: "line", party: "group", address: newAddress("group"), providerCode: "message", payload: { from: lineId }, joined: [lineId], at: new Date() }]));
    const { id } = await shared.engine.contacts.store({ reference, addresses, attributes: { name }, consents: [{ channel: "sms", purpose: "marketing", state: "granted", source: name }] });
    const list = await shared.engine.audiences.create({ name: "all" });
    await shared.engine.audiences.addMembers(list.id, [{ reference, addresses: { phone } }, other]);
    const person = { reference, addresses, variables: { name } };
    const sent = await shared.engine.submit({ to: [person, other], content: template });
    const multicast = await shared.engine.submit({ to: [person, other], content: { type: "text", text: "Hello" } });
    const [event] = (await shared.engine.inbound.events({ limit: 1, address: lineId })).items;
    const reply = await shared.engine.submit({ inReplyTo: event!.id, content: { type: "text", text: "Hello" } });
    const scheduled = await shared.engine.submit({ to: [other, person], content: template, sendAt: new Date(shared.context.clock.now().getTime() + 3_600_000).toISOString() });
    for (const message of [sent, multicast, reply]) await completedMessage(shared, message);
    expect((await tablesWith(...Object.values(secrets))).length).toBeGreaterThan(8);

    const erasure = await shared.engine.contacts.erase(id);
    await expect(shared.engine.contacts.contact(id)).resolves.toBeUndefined();
    await expect(shared.engine.contacts.erase(id)).resolves.toBeUndefined();
    expect(await completed(erasure!.id)).toMatchObject({ deliveries: 4, inboundEvents: 2 });
    expect(await tablesWith(...Object.values(secrets))).toEqual([]);
    expect((await shared.engine.audiences.get(list.id))!.members).toBe(1);
    expect(await shared.engine.message(sent.id)).toMatchObject({ counts: { recipients: 2, outcomes: [{ outcome: "accepted", count: 2 }] } });
    expect(await finalDelivery(shared, sent, 1)).toMatchObject({ addresses: other.addresses, reference: "other" });
    expect(await finalDelivery(shared, scheduled, 1)).toMatchObject({ outcome: "cancelled", addresses: {} });
    await shared.engine.controls.reschedule(scheduled.id, shared.context.clock.now().toISOString());
    await completedMessage(shared, scheduled);
    expect(line.callsTo(lineId)).toHaveLength(3);
    expect(line.callsTo(other.addresses.line)).toHaveLength(3);
  });

  it("is erased where something was under way once that has ended, and stays suppressed", async () => {
    const phone = newAddress("under-way");
    const { id } = await shared.engine.contacts.store({ addresses: { phone } });
    const answer = Promise.withResolvers<void>();
    sms.script(phone, async (call) => {
      await answer.promise;
      return accepts("1")(call);
    });
    const message = await submitText(shared, { phone });
    await until("the call is under way", () => sms.callsTo(phone).length === 1);
    await shared.engine.suppressions.add([{ addressKind: "phone", address: phone }], "manual");
    const erasure = await shared.engine.contacts.erase(id);
    await until("it has looked", async () => (await sql`select 1 from erasure where due_at > todoke_now() + interval '5 minutes'`.execute(shared.connection)).rows.length === 1);
    expect(await shared.engine.contacts.erasureOf(erasure!.id)).toMatchObject({ status: "running", deliveries: 0 });
    answer.resolve();
    await completedMessage(shared, message);
    await advance(11 * 60_000, shared);
    expect(await completed(erasure!.id)).toMatchObject({ deliveries: 1 });
    expect(await tablesWith(phone)).toEqual(["suppression"]);
  });
});
