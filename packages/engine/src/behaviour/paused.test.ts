import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest, refuses, type Answer } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, openTestEngine, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const hour = 60 * minute;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

describe.each(testDatabases)("paused messages on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [line, receipted, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts, settings: { concurrentCalls: 4 } });
  const plan = { steps: [{ channel: "line" }] };
  const failover = { steps: [{ channel: "receipted", switchAfter: "PT2M" }, { channel: "sms" }] };
  const text = { type: "text", text: "Hello" } as const;
  const { pause, resume, reschedule } = {
    pause: (id: string) => shared.engine.controls.pause(id),
    resume: (id: string) => shared.engine.controls.resume(id),
    reschedule: (id: string, ms: number) => shared.engine.controls.reschedule(id, new Date(shared.context.clock.now().getTime() + ms).toISOString()),
  };

  /** Answers when it is let go. */
  function heldBack(): { readonly answer: Answer; readonly letGo: () => void } {
    const gate = Promise.withResolvers<void>();
    return { answer: async (call) => gate.promise.then(() => accepts()(call)), letGo: gate.resolve };
  }

  it("begin nothing new, end what is under way, and go on where they stood", async () => {
    const people = Array.from({ length: 700 }, () => newAddress());
    const gate = heldBack();
    line.scriptOthers(gate.answer);
    const message = await shared.engine.submit({ to: people.map((each) => ({ addresses: { line: each } })), content: text, plan });
    await until("calls are under way", () => line.calls.some(({ to }) => people.includes(to[0]!)));
    expect(await pause(message.id)).toMatchObject({ status: "paused" });
    gate.letGo();
    line.scriptOthers(undefined);
    const settled = await until("what was under way has ended", async () => {
      const view = await shared.engine.message(message.id);
      return view?.counts.sending === 0 && view;
    });
    const called = line.calls.filter(({ to }) => people.includes(to[0]!)).length;
    expect(settled).toMatchObject({ status: "paused", counts: { final: called, pending: 700 - called } });
    expect(called).toBeLessThan(700);
    expect(await pause(message.id)).toMatchObject({ status: "paused", counts: settled.counts });
    await advance(hour, shared);
    await idle(shared);
    expect(line.calls.filter(({ to }) => people.includes(to[0]!))).toHaveLength(called);
    expect(await resume(message.id)).toMatchObject({ status: "sending" });
    expect((await completedMessage(shared, message)).counts).toMatchObject({ final: 700, outcomes: [{ outcome: "accepted", count: 700 }] });
    expect(people.every((each) => line.callsTo(each).length === 1)).toBe(true);
  });

  it("hold what falls due, and look at its evidence again before it goes", async () => {
    const to = Array.from({ length: 2 }, () => ({ addresses: { line: newAddress(), phone: newAddress() } }));
    const [first, second] = to.map(({ addresses }) => addresses);
    receipted.script(first!.line, accepts("first"));
    receipted.script(second!.line, accepts("second"));
    const message = await shared.engine.submit({ to, content: text, plan: failover });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting", 0);
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting", 1);
    await pause(message.id);
    await advance(3 * minute, shared);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held", 0);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held", 1);
    expect(await shared.engine.message(message.id)).toMatchObject({ status: "paused", counts: { held: 2, pending: 0 } });
    const attempt = receipted.callsTo(first!.line)[0]!;
    await shared.engine.receive("receipted-account", inboundRequest([
      { type: "evidence", eventId: "late", evidence: "delivered", correlation: { attemptId: attempt.attemptId }, at: new Date() },
    ]));
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ outcome: "delivered", succeeded: true });
    await resume(message.id);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ outcome: "accepted", channel: "sms" });
    expect(sms.callsTo(first!.phone)).toEqual([]);
    expect(sms.callsTo(second!.phone)).toHaveLength(1);
    expect(await completedMessage(shared, message)).toMatchObject({ counts: { held: 0, final: 2, duplicateContacts: 0 } });
  });

  it("are not tried again while they are paused", async () => {
    const address = newAddress();
    line.script(address, refuses("unavailable"), accepts());
    const message = await submitText(shared, { line: address }, { plan });
    await until("it was refused", () => line.callsTo(address).length === 1);
    await pause(message.id);
    await advance(2 * minute, shared);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held");
    expect(line.callsTo(address)).toHaveLength(1);
    await resume(message.id);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted" });
  });

  it("expire while they are paused: validity does not stretch", async () => {
    const begun = await submitText(shared, { line: newAddress() }, { plan, sendAt: later(hour), validityPeriod: "PT1H" });
    await advance(hour - 1_000, shared);
    const address = newAddress();
    line.script(address, refuses("unavailable"), accepts());
    const retried = await submitText(shared, { line: address }, { plan, validityPeriod: "PT1H" });
    await until("it was refused", () => line.callsTo(address).length === 1);
    await pause(begun.id);
    await pause(retried.id);
    await advance(30 * minute, shared);
    expect(await shared.engine.message(begun.id)).toMatchObject({ status: "paused", counts: { scheduled: 1 } });
    await advance(31 * minute, shared);
    expect(await finalDelivery(shared, begun)).toMatchObject({ outcome: "expired" });
    expect(await finalDelivery(shared, retried)).toMatchObject({ outcome: "failed", succeeded: false });
    expect(await completedMessage(shared, begun)).toMatchObject({ counts: { scheduled: 0, pending: 0, final: 1 } });
    await expect(resume(begun.id)).rejects.toMatchObject({ code: "already-over" });
  });

  const later = (ms: number) => new Date(shared.context.clock.now().getTime() + ms).toISOString();

  it("wait for their new time when they are rescheduled before they begin", async () => {
    const address = newAddress();
    const message = await submitText(shared, { line: address }, { plan, sendAt: later(hour) });
    const moved = await reschedule(message.id, 3 * hour);
    expect(moved).toMatchObject({ status: "scheduled", counts: { scheduled: 1 } });
    expect(moved!.validUntil.getTime() - moved!.sendAt!.getTime()).toBe(48 * hour);
    await advance(2 * hour, shared);
    await idle(shared);
    expect(line.callsTo(address)).toEqual([]);
    await pause(message.id);
    await advance(2 * hour, shared);
    await idle(shared);
    expect(line.callsTo(address)).toEqual([]);
    expect(await reschedule(message.id, hour)).toMatchObject({ status: "paused", counts: { scheduled: 1 } });
    expect(await resume(message.id)).toMatchObject({ status: "scheduled" });
    expect(line.callsTo(address)).toEqual([]);
    await reschedule(message.id, -hour);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted" });
  });

  it("go on at their new time when they are rescheduled half way", async () => {
    const address = newAddress();
    line.script(address, refuses("unavailable"), accepts());
    const message = await submitText(shared, { line: address }, { plan });
    await until("it was refused", () => line.callsTo(address).length === 1);
    await expect(reschedule(message.id, hour)).rejects.toMatchObject({ code: "under-way" });
    await pause(message.id);
    expect(await reschedule(message.id, hour)).toMatchObject({ status: "paused", validUntil: message.validUntil });
    expect(await resume(message.id)).toMatchObject({ status: "scheduled" });
    await advance(30 * minute, shared);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held");
    expect(line.callsTo(address)).toHaveLength(1);
    await advance(31 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted" });
    expect(await completedMessage(shared, message)).toMatchObject({ counts: { held: 0, final: 1 } });
  });

  it.each([
    ["no moment", () => "tomorrow", "invalid-instant"],
    ["181 days ahead", () => later(181 * 24 * hour), "too-far"],
    ["their end", () => later(3 * hour), "after-the-end"],
    ["so shortly before their end that a step is never reached", () => later(2 * hour - minute), "never-reached"],
  ])("are not rescheduled to %s", async (_what, sendAt, code) => {
    const message = await submitText(shared, { line: newAddress(), phone: newAddress() }, {
      plan: failover, sendAt: later(hour), expiresAt: later(2 * hour),
    });
    await expect(shared.engine.controls.reschedule(message.id, sendAt())).rejects.toMatchObject({ problems: [{ pointer: "/sendAt", code }] });
    expect(await shared.engine.message(message.id)).toMatchObject({ sendAt: message.sendAt, validUntil: message.validUntil });
  });

  it("give nothing to a new attempt once the pause is answered, however the two race", async () => {
    let [before, after] = [0, 0];
    for (let round = 0; round < 16; round += 1) {
      const to = Array.from({ length: 60 }, () => ({ addresses: { line: newAddress(), phone: newAddress() } }));
      // Half fall due again while others are taken up, so that both kinds of claim race.
      to.forEach(({ addresses }, index) => void (index % 2 === 0 && line.script(addresses.line, refuses("recipient"))));
      const message = await shared.engine.submit({ to, content: text, plan: { steps: [{ channel: "line" }, { channel: "sms" }] } });
      await new Promise((resolve) => setTimeout(resolve, (round % 8) * 4));
      const paused = await pause(message.id).catch(() => undefined);
      const attempts = await countAttempts(message.id);
      await until("nothing is under way", async () => (await shared.engine.message(message.id))!.counts.sending === 0);
      await idle(shared);
      expect(await countAttempts(message.id)).toBe(attempts);
      if (paused?.status === "paused") await resume(message.id).catch(() => undefined);
      const { counts } = await completedMessage(shared, message);
      expect(counts).toMatchObject({ final: 60, held: 0, pending: 0 });
      expect(to.every(({ addresses }) => line.callsTo(addresses.line).length === 1)).toBe(true);
      before += attempts;
      after += (await countAttempts(message.id)) - attempts;
    }
    // Each side won some, or nothing was raced.
    expect(before).toBeGreaterThan(0);
    expect(after).toBeGreaterThan(0);
  }, 120_000);

  async function countAttempts(messageId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from attempt where message_id = ${messageId.replace("msg_", "")}::uuid`.execute(shared.connection);
    return rows[0]!.count;
  }

  it("stay paused over a restart, whoever resumes them", async () => {
    const own = await database.create();
    const first = await openTestEngine({ database: own.settings, accounts });
    const address = newAddress();
    const message = await submitText(first, { line: address }, { plan });
    await first.engine.controls.pause(message.id);
    first.engine.start();
    await first.engine.stop();
    const second = await openTestEngine({ database: own.settings, accounts });
    second.engine.start();
    await idle(second);
    expect(await second.engine.message(message.id)).toMatchObject({ status: "paused" });
    expect(line.callsTo(address)).toEqual([]);
    await second.engine.controls.resume(message.id);
    expect(await finalDelivery(second, message)).toMatchObject({ outcome: "accepted" });
    await second.engine.stop();
    await own.drop();
  });
});

describe.each(sharedTestDatabases)("two engines on one $name", (database) => {
  it("both stop and go on by the word of one, and share the releases", async () => {
    const created = await database.create();
    const [ours, theirs] = [createScriptedChannel({ channel: "line", kind: "line" }), createScriptedChannel({ channel: "line", kind: "line" })];
    const open = ({ adapter }: typeof ours) =>
      openTestEngine({ database: created.settings, accounts: [{ id: "line-account", adapters: [adapter] }], settings: { concurrentCalls: 2 } });
    const [one, other] = [await open(ours), await open(theirs)];
    one.engine.start();
    other.engine.start();
    const sendAt = new Date(one.context.clock.now().getTime() + hour).toISOString();
    const to = Array.from({ length: 1_500 }, () => ({ addresses: { line: newAddress() } }));
    const message = await one.engine.submit({ to, content: { type: "text", text: "Hello" }, sendAt });
    await advance(hour + 1_000, one, other);
    const calls = () => ours.calls.length + theirs.calls.length;
    await until("both are sending", () => ours.calls.length > 0 && theirs.calls.length > 0);
    await other.engine.controls.pause(message.id);
    await until("nothing is under way", async () => (await one.engine.message(message.id))!.counts.sending === 0);
    const called = calls();
    await idle(one);
    expect(calls()).toBe(called);
    expect(called).toBeLessThan(1_500);
    await one.engine.controls.resume(message.id);
    await completedMessage(other, message);
    expect(calls()).toBe(1_500);
    await Promise.all([one.engine.stop(), other.engine.stop()]);
    expect([...one.errors, ...other.errors]).toEqual([]);
    await created.drop();
  });
});
