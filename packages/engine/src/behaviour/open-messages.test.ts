import type { Recipient } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { AddRecipientsOptions, RecipientLine } from "../open-messages/open-messages-view.ts";
import { defaultProject } from "../project.ts";
import { dropRecipientAddresses } from "../store/open-messages/drop-addresses.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";

const day = 24 * 60 * 60_000;

describe.each(testDatabases)("open messages on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: 3_600_000 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter, sms.adapter] }] });
  const notJson = { problems: [{ pointer: "", code: "not-json", detail: "is no JSON" }] };
  const content = { type: "text", text: "Hello" } as const;
  const people = (count: number): Recipient[] => Array.from({ length: count }, () => ({ addresses: { line: newAddress() } }));
  const open = (request: object = {}) => shared.engine.submit({ open: true, content, plan: { steps: [{ channel: "line" }] }, ...request });
  const view = async (id: string) => (await shared.engine.message(id))!;
  const numbersOf = async (id: string) => (await shared.engine.deliveries(id, { limit: 1000 }))!.items;
  const add = (id: string, lines: Iterable<RecipientLine>, options?: AddRecipientsOptions) =>
    shared.engine.openMessages.addRecipients(id, streamOf(lines), options);

  it("take in recipients of any number, and send when they are started", async () => {
    const known = people(1);
    const message = await open({ to: known });
    expect(message).toMatchObject({ status: "open", counts: { recipients: 1, scheduled: 1 } });
    expect(await view(message.id)).toEqual({ ...message, createdAt: expect.any(Date) });
    const some = people(1_100);
    expect(await add(message.id, some)).toEqual({
      part: "recipients", lines: 1_100, taken: 1_100, refused: 0, isComplete: true, updatedAt: expect.any(Date), refusedLines: [],
    });
    expect(await view(message.id)).toMatchObject({ status: "open", counts: { recipients: 1_101, scheduled: 1_101, pending: 0 } });
    await idle(shared);
    expect([...known, ...some].flatMap(({ addresses }) => line.callsTo(addresses["line"]!))).toEqual([]);

    const started = await shared.engine.openMessages.start(message.id);
    expect(started).toMatchObject({ status: "sending", startedAt: expect.any(Date), counts: { recipients: 1_101, scheduled: 0 } });
    await until("it is completed, with counters that add up", async () => {
      const { status, counts } = await view(message.id);
      expect(counts.scheduled + counts.held + counts.pending + counts.sending + counts.waiting + counts.final).toBe(1_101);
      return status === "completed";
    });
    const calls = new Set([...known, ...some].flatMap(({ addresses }) => line.callsTo(addresses["line"]!)));
    expect([...calls].map(({ to }) => to.length).toSorted((one, other) => one - other)).toEqual([101, 500, 500]);
    expect([...calls].flatMap(({ to }) => to).toSorted()).toEqual([...known, ...some].map(({ addresses }) => addresses["line"]!).toSorted());
  });

  it("go on where a part was cut off, and change nothing when it is sent again", async () => {
    const { id } = await open();
    const some = people(2_100);
    await expect(shared.engine.openMessages.addRecipients(id, streamOf(some, 2_050))).rejects.toThrow("cut off");
    const [part] = (await shared.engine.openMessages.parts(id, { limit: 10 }))!.items;
    expect(part).toMatchObject({ part: "recipients", lines: 2_000, taken: 2_000, isComplete: false });
    expect((await view(id)).counts.recipients).toBe(2_000);

    const done = await add(id, some);
    expect(done).toMatchObject({ lines: 2_100, taken: 2_100, isComplete: true });
    expect(await add(id, some)).toEqual(done);
    await shared.engine.openMessages.start(id);
    expect(await add(id, some)).toEqual(done);
    expect((await view(id)).counts.recipients).toBe(2_100);
    await shared.engine.controls.cancel(id);
  });

  it("take the rest of a part alone", async () => {
    const { id } = await open();
    const some = people(6);
    await expect(add(id, some.toSpliced(4, 1, notJson as never), { onBadLine: "refuse" })).rejects.toMatchObject({ code: "refused-line", line: 5 });
    await expect(add(id, some.slice(5), { firstLine: 6 })).rejects.toMatchObject({ problems: [{ pointer: "/firstLine", code: "too-far" }] });
    const rest = await add(id, some.slice(3), { firstLine: 4 });
    expect(rest).toMatchObject({ lines: 6, taken: 6, isComplete: true });
    expect(await add(id, some)).toEqual(rest);
  });

  it.each([
    ["another line", (some: Recipient[]) => some.with(1, { addresses: { line: newAddress() } })],
    ["fewer lines", (some: Recipient[]) => some.slice(0, -1)],
    ["more lines", (some: Recipient[]) => [...some, ...people(1)]],
  ])("refuse a part that comes again with %s", async (_what, change) => {
    const { id } = await open();
    const some = people(3);
    await add(id, some, { part: "monday" });
    await expect(add(id, change(some), { part: "monday" })).rejects.toMatchObject({ code: "part-differs" });
    expect((await view(id)).counts.recipients).toBe(3);
    expect(await add(id, change(some), { part: "tuesday" })).toMatchObject({ part: "tuesday", isComplete: true });
  });

  it("leave bad lines out and tell of all of them", async () => {
    const { id } = await open();
    const [first, last] = people(2);
    const problem = { pointer: "/addresses", code: "missing", detail: "is required" };
    const bad = Array.from({ length: 120 }, () => ({ problems: [problem] }));
    const part = await add(id, [first!, ...bad, last!]);
    expect(part).toMatchObject({ lines: 122, taken: 2, refused: 120, isComplete: true });
    expect(part!.refusedLines).toHaveLength(100);
    expect(part!.refusedLines[0]).toEqual({ part: "recipients", line: 2, problems: [problem] });
    const page = (await shared.engine.openMessages.refusedLines(id, { limit: 119 }))!;
    const rest = (await shared.engine.openMessages.refusedLines(id, { limit: 119, cursor: page.nextCursor! }))!;
    expect([page.items.length, page.items[0]!.line, rest.items.map(({ line: number }) => number), rest.nextCursor]).toEqual([119, 2, [121], undefined]);
    expect((await numbersOf(id)).map(({ addresses }) => addresses)).toEqual([first!.addresses, last!.addresses]);
  });

  it("stop before a bad line where that is asked for, and go on once it is corrected", async () => {
    const { id } = await open();
    const some = people(5);
    await expect(add(id, some.toSpliced(3, 1, notJson as never), { onBadLine: "refuse" })).rejects.toMatchObject({ code: "refused-line", line: 4 });
    expect((await shared.engine.openMessages.parts(id, { limit: 1 }))!.items[0]).toMatchObject({ lines: 3, isComplete: false });
    expect(await add(id, some, { onBadLine: "refuse" })).toMatchObject({ lines: 5, taken: 5, refused: 0 });
  });

  it("know a duplicate wherever it comes from", async () => {
    const [one, two, three] = people(3).map(({ addresses }) => addresses["line"]!);
    const { id } = await open({ to: [{ addresses: { line: one! } }] });
    await add(id, [{ addresses: { line: two! } }, { addresses: { line: two! } }], { part: "a" });
    await add(id, [{ addresses: { line: three! } }, { addresses: { line: one! } }, { addresses: { line: two!, phone: "1" } }], { part: "b" });
    await shared.engine.openMessages.start(id);
    await completedMessage(shared, await view(id));
    expect((await numbersOf(id)).map(({ outcome, reason }) => reason?.code ?? outcome)).toEqual([
      "accepted", "accepted", "duplicate-address", "accepted", "duplicate-address", "duplicate-address",
    ]);
    expect([one, two, three].map((address) => line.callsTo(address!).length)).toEqual([1, 1, 1]);
  });

  it("take parts side by side, and one part only once", async () => {
    const { id } = await open();
    const parts = Array.from({ length: 4 }, (_, index) => ({ part: `part-${index}`, some: people(300) }));
    await Promise.all(parts.map(({ part, some }) => add(id, some, { part })));
    expect((await view(id)).counts).toMatchObject({ recipients: 1_200, scheduled: 1_200 });
    const same = people(300);
    const answers = await Promise.allSettled([add(id, same), add(id, same), add(id, same)]);
    for (const answer of answers) if (answer.status === "rejected") expect(answer.reason).toMatchObject({ code: "part-in-use" });
    expect(await add(id, same)).toMatchObject({ lines: 300, taken: 300, isComplete: true });
    expect((await view(id)).counts.recipients).toBe(1_500);
    expect((await shared.engine.openMessages.parts(id, { limit: 3 }))!).toMatchObject({ items: [{ part: "part-0" }, {}, { part: "part-2" }], nextCursor: "part-2" });
    await shared.engine.controls.cancel(id);
  });

  it("are started once by whoever comes first, and answer the same to the others", async () => {
    const { id } = await open();
    const some = people(3);
    await add(id, some);
    const key = { endpoint: "POST /start", key: newAddress("key"), fingerprint: "same" };
    const [one, other, keyed] = await Promise.all([
      shared.engine.openMessages.start(id),
      shared.engine.openMessages.start(id),
      shared.engine.openMessages.startOnce(id, {}, key),
    ]);
    expect(one!.startedAt).toEqual(other!.startedAt);
    await completedMessage(shared, one!);
    expect(await shared.engine.openMessages.start(id)).toMatchObject({ status: "completed" });
    expect(await shared.engine.openMessages.startOnce(id, {}, key)).toEqual({ answer: keyed!.answer, isReplay: true });
    await expect(shared.engine.openMessages.startOnce(id, {}, { ...key, fingerprint: "other" })).rejects.toMatchObject({ code: "idempotency-key-reused" });
    expect(some.map(({ addresses }) => line.callsTo(addresses["line"]!).length)).toEqual([1, 1, 1]);
    await expect(add(id, people(1), { part: "late" })).rejects.toMatchObject({ code: "not-open" });
  });

  it("lose nobody between a start and whoever is being added", async () => {
    const { id } = await open({ to: people(1) });
    const adding = Promise.allSettled(Array.from({ length: 6 }, (_, index) => add(id, people(10), { part: String(index) })));
    await shared.engine.openMessages.start(id);
    const taken = (await adding).filter(({ status }) => status === "fulfilled").length;
    expect(await completedMessage(shared, await view(id))).toMatchObject({ counts: { recipients: 1 + 10 * taken, final: 1 + 10 * taken } });
  });

  it("wait for sendAt once they are started", async () => {
    const sendAt = new Date(shared.context.clock.now().getTime() + day);
    const { id } = await open({ to: people(2) });
    const started = await shared.engine.openMessages.start(id, { sendAt: sendAt.toISOString() });
    expect(started).toMatchObject({ status: "scheduled", sendAt, validUntil: new Date(sendAt.getTime() + 2 * day), counts: { scheduled: 2 } });
    await advance(day + 1_000, shared);
    await completedMessage(shared, started!);
    const other = await open({ to: people(1), expiresAt: new Date(shared.context.clock.now().getTime() + day).toISOString() });
    const late = new Date(shared.context.clock.now().getTime() + 2 * day).toISOString();
    await expect(shared.engine.openMessages.start(other.id, { sendAt: late })).rejects.toMatchObject({ problems: [{ pointer: "/sendAt", code: "after-the-end" }] });
    await shared.engine.controls.cancel(other.id);
  });

  it("keep to their sending speed limit", async () => {
    const { id } = await open({ sendingSpeedLimit: { amount: 500, per: "PT1S" } });
    await add(id, people(600));
    const started = (await shared.engine.openMessages.start(id))!;
    expect(started.validUntil.getTime() - started.startedAt!.getTime()).toBeGreaterThan(2 * day + 1_100);
    const completed = await completedMessage(shared, started);
    expect(completed.completedAt!.getTime() - started.startedAt!.getTime()).toBeGreaterThan(900);
    expect(completed.counts).toMatchObject({ outcomes: [{ outcome: "accepted", count: 600 }] });
  });

  it("end when nobody starts them", async () => {
    const message = await open({ to: people(2) });
    const empty = await open();
    const slow = await open({ to: people(2), sendingSpeedLimit: { amount: 1, per: "PT1S" } });
    expect(message.validUntil.getTime() - message.createdAt.getTime()).toBe(7 * day);
    await advance(7 * day + 1_000, shared);
    expect(await completedMessage(shared, message)).toMatchObject({ counts: { final: 2, outcomes: [{ outcome: "expired", count: 2 }] } });
    expect(await completedMessage(shared, slow)).toMatchObject({ counts: { final: 2, outcomes: [{ outcome: "expired", count: 2 }] } });
    expect(await completedMessage(shared, empty)).toMatchObject({ counts: { recipients: 0 } });
    for (const { id } of [message, slow, empty]) await expect(shared.engine.openMessages.start(id)).rejects.toMatchObject({ code: "already-over" });
    await expect(add(message.id, people(1))).rejects.toMatchObject({ code: "not-open" });
  });

  it("are cancelled with whoever was added", async () => {
    const message = await open({ to: people(3) });
    const page = await shared.engine.deliveries(message.id, { status: "scheduled", limit: 1 });
    expect(await shared.engine.controls.cancelDelivery(page!.items[0]!.id)).toMatchObject({ outcome: "cancelled", tooLate: false });
    expect(await view(message.id)).toMatchObject({ status: "open", counts: { recipients: 3, scheduled: 2, final: 1 } });
    expect(await shared.engine.controls.cancel(message.id)).toMatchObject({ status: "cancelled", completedAt: expect.any(Date), counts: { final: 3 } });
    const empty = await open();
    expect(await shared.engine.controls.cancel(empty.id)).toMatchObject({ status: "cancelled", completedAt: expect.any(Date) });
    await expect(shared.engine.openMessages.start(empty.id)).rejects.toMatchObject({ code: "already-over" });
  });

  it("stay open when everybody in them is cancelled, and complete when they are started", async () => {
    const { id } = await open({ to: people(1) });
    await shared.engine.controls.cancelDelivery(`${id.replace("msg_", "dlv_")}_0`);
    expect(await view(id)).toMatchObject({ status: "open", counts: { final: 1 } });
    expect(await shared.engine.openMessages.start(id)).toMatchObject({ status: "completed", completedAt: expect.any(Date) });
  });

  it.each(["pause", "resume"] as const)("cannot be asked to %s", async (control) => {
    const { id } = await open();
    await expect(shared.engine.controls[control](id)).rejects.toMatchObject({ code: "not-started" });
    await expect(shared.engine.controls.reschedule(id, new Date().toISOString())).rejects.toMatchObject({ code: "not-started" });
    await expect(shared.engine.openMessages.start(id)).rejects.toMatchObject({ code: "no-recipients" });
    await expect(add(id, [])).rejects.toMatchObject({ problems: [{ code: "no-recipients" }] });
  });

  it("ask every recipient for a time zone where the window goes by it", async () => {
    const { id } = await open({ deliveryTimeWindow: { from: "00:00", to: "23:59", timeZone: "recipient" } });
    const [one, two] = people(2);
    const part = await add(id, [{ ...one!, timeZone: "Asia/Tokyo" }, two!]);
    expect(part).toMatchObject({ taken: 1, refusedLines: [{ line: 2, problems: [{ pointer: "/timeZone", code: "missing-time-zone" }] }] });
  });

  it("know nothing of others, and are not for audiences", async () => {
    const stranger = `msg_${"0".repeat(32)}`;
    const { openMessages } = shared.engine;
    const request = { limit: 1 };
    expect(await Promise.all([add(stranger, people(1)), openMessages.parts(stranger, request), openMessages.refusedLines(stranger, request), openMessages.start(stranger)]))
      .toEqual([undefined, undefined, undefined, undefined]);
    await expect(open({ audience: { type: "list", id: `aud_${"0".repeat(32)}` } })).rejects.toMatchObject({ problems: [{ pointer: "/open", code: "not-possible" }] });
  });

  it("forget the addresses that told duplicates once they have ended", async () => {
    const { id } = await open({ to: people(3) });
    const waiting = await open({ to: people(1) });
    await shared.engine.openMessages.start(id);
    await completedMessage(shared, await view(id));
    const kept = async (of: string) => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from recipient_address
        where message_id = ${of.replace("msg_", "")}::uuid`.execute(shared.connection);
      return rows[0]!.count;
    };
    while ((await dropRecipientAddresses(shared.connection, defaultProject, 1_000)) > 0);
    expect([await kept(id), await kept(waiting.id)]).toEqual([0, 1]);
  });
});

/** Hands the lines out one by one, and fails where it is to be cut off. */
async function* streamOf(lines: Iterable<RecipientLine>, cutAt = Number.POSITIVE_INFINITY): AsyncGenerator<RecipientLine> {
  let index = 0;
  for (const line of lines) {
    if (index === cutAt) throw new Error("cut off");
    index += 1;
    yield line;
  }
}
