import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { ContactChanges } from "../contacts/contact-changes.ts";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { newAddress, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases.slice(-1))("contacts by the line on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "line", adapters: [line.adapter] }, { id: "sms", adapters: [sms.adapter] }] });
  const people = (prefix: string, count: number): ContactChanges[] =>
    Array.from({ length: count }, (_, index) => ({ reference: `${prefix}-${index}`, addresses: { phone: `${prefix}-${index}` }, attributes: { number: index } }));

  async function* stream(lines: readonly ContactChanges[], breaksAfter = Infinity): AsyncGenerator<ContactChanges> {
    for (const [index, each] of lines.entries()) {
      if (index === breaksAfter) throw new Error("cut");
      yield await Promise.resolve(each);
    }
  }

  it("are made and changed, and what is wrong is told by its line", async () => {
    const { uploads } = shared.engine.contacts;
    const [lineId, reference] = [newAddress(), newAddress("c")];
    await shared.engine.receive("line", inboundRequest([{ type: "inbound", eventId: lineId, addressKind: "line", address: lineId, providerCode: "follow", payload: {}, at: new Date() }]));
    const known = await shared.engine.contacts.store({ reference: newAddress("c"), addresses: { phone: newAddress() } });
    const phone = known.addresses[0]!.address;
    const lines: ContactChanges[] = [
      { reference, addresses: { phone: newAddress() }, consents: [{ channel: "sms", purpose: "marketing", state: "granted" }] },
      { addresses: { line: "a b" } },
      { reference, addresses: { line: lineId }, attributes: { city: "Osaka" } },
      { reference, addresses: { phone } },
      {},
      { addresses: { phone }, locale: "ja" },
    ];
    const upload = await uploads.take(stream(lines), { name: "mixed" });
    expect(upload).toMatchObject({ name: "mixed", lines: 6, taken: 3, added: 1, refused: 3, isComplete: true });
    expect(upload.refusedLines.map((each) => [each.line, each.problems[0]!.code])).toEqual([[2, "malformed-address"], [4, "contact-conflict"], [5, "nobody"]]);
    const [person] = (await shared.engine.contacts.contacts({ limit: 1, reference })).items;
    expect(person).toMatchObject({ source: "upload", attributes: { city: "Osaka" }, addresses: [{ kind: "line", address: lineId, account: "line" }, { kind: "phone" }], consents: [{ state: "granted", source: "upload" }] });
    expect(await shared.engine.contacts.contact(known.id)).toMatchObject({ locale: "ja", source: "api" });
    const first = await uploads.refusedLines("mixed", { limit: 2 });
    const rest = await uploads.refusedLines("mixed", { limit: 2, cursor: first!.nextCursor! });
    expect([...first!.items, ...rest!.items].map((each) => each.line)).toEqual([2, 4, 5]);
    await expect(uploads.refusedLines("nothing", { limit: 2 })).resolves.toBeUndefined();
    await expect(uploads.take(stream([{ locale: "a b", reference }, {}]), { onBadLine: "refuse", name: "strict" })).resolves.toMatchObject({ refused: 1 });
  });

  it("go on where they were cut off, and change nothing when they come again", async () => {
    const { uploads } = shared.engine.contacts;
    const lines = people("cut", 4_500);
    await expect(uploads.take(stream(lines, 3_000), { name: "cut" })).rejects.toThrow("cut");
    expect(await uploads.get("cut")).toMatchObject({ lines: 2_000, added: 2_000, isComplete: false });
    expect(await uploads.take(stream(lines.slice(2_000)), { name: "cut", firstLine: 2_001 })).toMatchObject({ lines: 4_500, added: 4_500, isComplete: true });
    const before = await uploads.get("cut");
    expect(await uploads.take(stream(lines), { name: "cut" })).toEqual(before);
    await expect(uploads.take(stream(people("other", 4_500)), { name: "cut" })).rejects.toMatchObject({ code: "part-differs" });
    await expect(uploads.take(stream(lines), { name: "far", firstLine: 2 })).rejects.toMatchObject({ problems: [{ pointer: "/firstLine", code: "too-far" }] });
    const { rows } = await sql<{ count: number; least: Date; most: Date }>`
      select count(*)::int as count, min(updated_at) as least, max(updated_at) as most from contact where reference like 'cut-%'`.execute(shared.connection);
    expect(rows[0]!.count).toBe(4_500);
    // Under another name: the same people, none of them changed.
    expect(await uploads.take(stream(lines.slice(0, 100)))).toMatchObject({ taken: 100, added: 0 });
    const { rows: after } = await sql<{ most: Date }>`select max(updated_at) as most from contact where reference like 'cut-%'`.execute(shared.connection);
    expect(after[0]!.most).toEqual(rows[0]!.most);
    const all = await uploads.list({ limit: 9 });
    const [first] = (await uploads.list({ limit: 1 })).items;
    const next = await uploads.list({ limit: 9, cursor: first!.name });
    expect([first, ...next.items]).toEqual(all.items);
    expect(all.items).toContainEqual(before);
  });

  it("bring suppressions as well", async () => {
    const { suppressions } = shared.engine;
    const phone = newAddress();
    const lines = [{ addressKind: "phone", address: phone, channel: "sms" }, { addressKind: "fax", address: "1" }];
    const upload = await suppressions.uploads.take(stream(lines as never[]) as never, { name: "stops" });
    expect(upload).toMatchObject({ lines: 2, taken: 1, added: 1, refusedLines: [{ line: 2, problems: [{ pointer: "/addressKind" }] }] });
    expect((await suppressions.list({ limit: 1, address: phone })).items).toMatchObject([{ source: "import", channel: "sms" }]);
    await expect(suppressions.uploads.get("mixed")).resolves.toBeUndefined();
  });
});
