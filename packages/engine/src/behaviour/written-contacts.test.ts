import { describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { newAddress, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases.slice(-1))("contacts that callers write on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "line", adapters: [line.adapter] }, { id: "sms", adapters: [sms.adapter] }] });

  const learn = (address: string) =>
    shared.engine.receive("line", inboundRequest([{ type: "inbound", eventId: address, addressKind: "line", address, providerCode: "follow", payload: {}, at: new Date() }]));

  it("are found again by reference or address, and keep what is not named", async () => {
    const [lineId, phone, reference] = [newAddress(), newAddress(), newAddress("c")];
    const made = await shared.engine.contacts.store({ reference, addresses: { line: lineId }, attributes: { city: "Chiang Mai", visits: 3 } });
    expect(made).toMatchObject({ kind: "person", reference, source: "api", tester: false, addresses: [{ kind: "line", address: lineId }] });
    const again = await shared.engine.contacts.store({ addresses: { line: lineId.toUpperCase(), phone }, attributes: { visits: null, interests: ["tea"] }, timeZone: "Asia/Bangkok" });
    expect(again).toMatchObject({ id: made.id, reference, timeZone: "Asia/Bangkok", attributes: { city: "Chiang Mai", interests: ["tea"] } });
    expect(again.addresses.map(({ address }) => address)).toEqual([lineId, phone]);
    expect((await shared.engine.contacts.contacts({ limit: 2, reference })).items.map(({ id }) => id)).toEqual([made.id]);
    const changed = await shared.engine.contacts.update(made.id, { reference: null, addresses: { line: null }, tester: true });
    expect(changed).toMatchObject({ tester: true, addresses: [{ kind: "phone" }] });
    expect(changed).not.toHaveProperty("reference");
    await expect(shared.engine.contacts.update(`con_${"0".repeat(32)}`, {})).resolves.toBeUndefined();
  });

  it("take over whom a provider told of, with what it told", async () => {
    const [lineId, reference] = [newAddress(), newAddress("c")];
    const made = await shared.engine.contacts.store({ reference, addresses: { phone: newAddress() } });
    await learn(lineId);
    const joined = await shared.engine.contacts.store({ reference, addresses: { line: lineId } });
    expect(joined).toMatchObject({ id: made.id, addresses: [{ kind: "phone" }, { kind: "line", account: "line" }] });
    expect((await shared.engine.contacts.contacts({ limit: 3, address: lineId })).items).toMatchObject([{ id: made.id }]);
  });

  it("are refused where they would be two, and when nobody is left", async () => {
    const [one, other] = [newAddress("c"), newAddress("c")];
    const first = await shared.engine.contacts.store({ reference: one });
    const second = await shared.engine.contacts.store({ reference: other, addresses: { phone: newAddress() } });
    const phone = second.addresses[0]!.address;
    const conflict = { code: "contact-conflict", contactIds: [first.id, second.id], pointers: ["/reference", "/addresses/phone"] };
    await expect(shared.engine.contacts.store({ reference: one, addresses: { phone } })).rejects.toMatchObject(conflict);
    await expect(shared.engine.contacts.update(second.id, { reference: one })).rejects.toMatchObject({ contactIds: [second.id, first.id] });
    await expect(shared.engine.contacts.update(first.id, { reference: null })).rejects.toMatchObject({ problems: [{ code: "nobody" }] });
    await expect(shared.engine.contacts.store({ addresses: { phone: "1 2" } })).rejects.toMatchObject({ problems: [{ pointer: "/addresses/phone" }] });
    const many = (prefix: string) => Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${prefix}${index}`, index]));
    await shared.engine.contacts.update(first.id, { attributes: many("a") });
    await expect(shared.engine.contacts.update(first.id, { attributes: many("b") })).rejects.toMatchObject({ problems: [{ code: "too-many-attributes" }] });
  });

  it("are made once however many requests name them at a time", async () => {
    const [reference, lineId] = [newAddress("c"), newAddress()];
    const learnt = learn(lineId);
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) => shared.engine.contacts.store({ reference, addresses: { line: lineId }, attributes: { [`n${index}`]: index } })),
    );
    await learnt;
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    const contact = await shared.engine.contacts.contact(made[0]!.id);
    expect(Object.keys(contact!.attributes)).toHaveLength(12);
  });
});
