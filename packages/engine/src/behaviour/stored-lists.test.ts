import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { completedMessage, finalDelivery, newAddress, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases)("stored lists on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: 3_600_000 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter, sms.adapter] }] });
  const content = { type: "text", text: "Hello" } as const;
  const people = (count: number) => Array.from({ length: count }, () => ({ addresses: { line: newAddress() } }));
  const sendTo = (id: string) => shared.engine.submit({ audience: { type: "list", id }, content });

  async function listOf(members: Parameters<typeof shared.engine.audiences.addMembers>[1]): Promise<string> {
    const { id } = await shared.engine.audiences.create({ name: "spring" });
    await shared.engine.audiences.addMembers(id, members);
    return id;
  }

  const allMembers = async (id: string) => (await shared.engine.audiences.members(id, { limit: 1000 }))!.items;

  it("keeps people in order, and brings up to date whom it knows by reference or else by addresses", async () => {
    const [first, second, third] = [newAddress(), newAddress(), newAddress()];
    const id = await listOf([
      { reference: "c-1", addresses: { line: first } },
      { addresses: { line: second, phone: "1" } },
    ]);
    const added = await shared.engine.audiences.addMembers(id, [
      { reference: "c-2", addresses: { line: third } },
      { reference: "c-1", addresses: { phone: "2" }, locale: "ja" },
      { addresses: { phone: "1", line: second }, variables: { name: "Ren" } },
      { reference: "c-2", addresses: { line: third }, timeZone: "Asia/Tokyo" },
    ]);
    expect(added).toEqual({ added: 1, updated: 3, members: 3 });
    expect(await allMembers(id)).toEqual([
      { id: expect.stringMatching(/^mbr_[0-9a-f]{32}_0$/), reference: "c-1", addresses: { phone: "2" }, locale: "ja" },
      { id: expect.any(String), addresses: { line: second, phone: "1" }, variables: { name: "Ren" } },
      { id: expect.any(String), reference: "c-2", addresses: { line: third }, timeZone: "Asia/Tokyo" },
    ]);
    await expect(shared.engine.audiences.get(id)).resolves.toMatchObject({
      type: "list",
      name: "spring",
      members: 3,
      addresses: [
        { kind: "line", members: 2, distinct: 2 },
        { kind: "phone", members: 2, distinct: 2 },
      ],
    });
  });

  it("sends to every member as to anybody, and to an address that comes twice once", async () => {
    const [twice, once] = [newAddress(), newAddress()];
    const id = await listOf([
      { reference: "a", addresses: { line: twice } },
      { reference: "gone", addresses: { line: newAddress() } },
      { reference: "b", addresses: { line: twice, phone: once } },
      { reference: "c", addresses: { line: twice } },
    ]);
    const gone = (await allMembers(id))[1]!;
    await expect(shared.engine.audiences.removeMember(gone.id)).resolves.toBe(true);
    await expect(shared.engine.audiences.removeMember(gone.id)).resolves.toBe(false);

    const message = await sendTo(id);
    expect(message).toMatchObject({ audience: { type: "list", id }, counts: { recipients: 3, pending: 3 } });
    await completedMessage(shared, message);
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ reference: "a", outcome: "accepted", channel: "line" });
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ reference: "b", outcome: "accepted", channel: "sms" });
    expect(await finalDelivery(shared, message, 2)).toMatchObject({ reference: "c", outcome: "skipped" });
    expect([line.callsTo(twice).length, sms.callsTo(once).length]).toEqual([1, 1]);
  });

  it("copies thousands without a gap, in order, with every duplicate told from its first", async () => {
    const members = people(4_500);
    const id = await listOf([...members, { reference: "again", addresses: members[7]!.addresses }]);
    const [, second] = await allMembers(id);
    await shared.engine.audiences.removeMember(second!.id);
    const message = await sendTo(id);
    await shared.engine.audiences.delete(id);
    const { counts } = await completedMessage(shared, message);
    expect(counts).toMatchObject({
      recipients: 4_500,
      final: 4_500,
      outcomes: [
        { outcome: "accepted", succeeded: true, channel: "line", count: 4_499 },
        { outcome: "skipped", succeeded: false, count: 1 },
      ],
    });
    expect(line.callsTo(second!.addresses["line"]!)).toEqual([]);
    const page = await shared.engine.deliveries(message.id, { limit: 3 });
    expect(page!.items.map(({ addresses }) => addresses)).toEqual([0, 2, 3].map((index) => members[index]!.addresses));
    expect(await finalDelivery(shared, message, 4_499)).toMatchObject({ reference: "again", outcome: "skipped" });
  });

  it("explains the first hundred and says how many there are", async () => {
    const id = await listOf(people(130));
    const { total, recipients } = await shared.engine.explain({ audience: { type: "list", id }, content });
    expect({ total, explained: recipients.length }).toEqual({ total: 130, explained: 100 });
    expect(recipients[99]).toMatchObject({ index: 99, steps: [{ channel: "line", verdict: "use" }, { channel: "sms", verdict: "skip" }] });
  });

  it("adds nobody where one address is wrong", async () => {
    const id = await listOf([]);
    const members = [{ addresses: { line: newAddress() } }, { addresses: { line: "a b" } }, { addresses: { line: newAddress(), phone: "1 2" } }];
    const problems = ["/members/1/addresses/line", "/members/2/addresses/phone"].map((pointer) => expect.objectContaining({ pointer }));
    await expect(shared.engine.audiences.addMembers(id, members)).rejects.toMatchObject({ problems });
    await expect(shared.engine.audiences.get(id)).resolves.toMatchObject({ members: 0, addresses: [] });
  });

  it("refuses lists that are not there, or empty, by pointer", async () => {
    const empty = await listOf([]);
    const refusals = [
      [empty, "empty-audience"],
      [`aud_${"0".repeat(32)}`, "unknown-audience"],
      ["spring", "unknown-audience"],
    ] as const;
    for (const [id, code] of refusals) {
      const problems = [expect.objectContaining({ pointer: "/audience/id", code })];
      await expect(sendTo(id)).rejects.toMatchObject({ problems });
      await expect(shared.engine.explain({ audience: { type: "list", id }, content })).rejects.toMatchObject({ problems });
    }
  });

  it("lists them page by page, newest first, and forgets one wholly", async () => {
    const ids = [await listOf(people(1)), await listOf(people(1))];
    const first = await shared.engine.audiences.list({ limit: 1 });
    const second = await shared.engine.audiences.list({ limit: 1, cursor: first.nextCursor! });
    expect([first, second].map(({ items }) => items[0]!.id)).toEqual(ids.toReversed());
    await expect(shared.engine.audiences.delete(ids[0]!)).resolves.toBe(true);
    await expect(shared.engine.audiences.delete(ids[0]!)).resolves.toBe(false);
    await expect(shared.engine.audiences.get(ids[0]!)).resolves.toBeUndefined();
    await expect(shared.engine.audiences.members(ids[0]!, { limit: 10 })).resolves.toBeUndefined();
    await expect(shared.engine.audiences.addMembers(ids[0]!, people(1))).resolves.toBeUndefined();
  });
});
