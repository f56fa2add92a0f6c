import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest, refuses, type Answer } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, openTestEngine, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const hour = 60 * minute;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

describe.each(testDatabases)("cancelled messages on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [line, receipted, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts });
  const plan = { steps: [{ channel: "line" }] };
  const failover = { steps: [{ channel: "receipted", switchAfter: "PT2M" }, { channel: "sms" }] };
  const text = { type: "text", text: "Hello" } as const;
  const later = (ms: number) => new Date(shared.context.clock.now().getTime() + ms).toISOString();
  const deliveryId = ({ id }: { readonly id: string }, number = 0) => `${id.replace("msg_", "dlv_")}_${number}`;
  const evidenceOf = (attemptId: string, evidence: "delivered" | "failed") => inboundRequest([
    { type: "evidence", eventId: `${attemptId} ${evidence}`, evidence, correlation: { attemptId }, at: new Date() },
  ]);

  function heldBack(after: Answer = accepts()): { readonly answer: Answer; readonly letGo: () => void } {
    const gate = Promise.withResolvers<void>();
    return { answer: async (call) => gate.promise.then(() => after(call)), letGo: gate.resolve };
  }

  it("send nothing when they had not begun, to the last of many people", async () => {
    const to = Array.from({ length: 1_300 }, () => ({ addresses: { line: newAddress() } }));
    const message = await shared.engine.submit({ to, content: text, plan, sendAt: later(hour) });
    const cancelled = await shared.engine.controls.cancel(message.id);
    expect(cancelled).toMatchObject({
      status: "cancelled",
      tooLate: 0,
      counts: { scheduled: 0, pending: 0, final: 1_300, outcomes: [{ outcome: "cancelled", succeeded: false, count: 1_300 }] },
    });
    expect(await shared.engine.controls.cancel(message.id)).toEqual(cancelled);
    await advance(2 * hour, shared);
    await idle(shared);
    expect(to.flatMap(({ addresses }) => line.callsTo(addresses.line))).toEqual([]);
    expect(await finalDelivery(shared, message, 700)).toMatchObject({ outcome: "cancelled", reason: { code: "cancelled" } });
    await expect(shared.engine.controls.pause(message.id)).rejects.toMatchObject({ code: "already-over" });
    await expect(shared.engine.controls.resume(message.id)).rejects.toMatchObject({ code: "already-over" });
  });

  it("say of calls under way that it was too late, and switch nobody after that", async () => {
    const to = Array.from({ length: 2 }, () => ({ addresses: { line: newAddress(), phone: newAddress() } }));
    const [failing, arriving] = [heldBack(refuses("recipient")), heldBack()];
    receipted.script(to[0]!.addresses.line, failing.answer);
    receipted.script(to[1]!.addresses.line, arriving.answer);
    const message = await shared.engine.submit({ to, content: text, plan: failover });
    await until("both are under way", () => to.every(({ addresses }) => receipted.callsTo(addresses.line).length === 1));
    expect(await shared.engine.controls.cancel(message.id)).toMatchObject({ status: "cancelled", tooLate: 2, counts: { sending: 2, final: 0 } });
    failing.letGo();
    arriving.letGo();
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ outcome: "cancelled", succeeded: false });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting", 1);
    await advance(3 * minute, shared);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ outcome: "accepted", succeeded: false, reason: { code: "cancelled" } });
    expect((await finalDelivery(shared, message, 1)).timeline.map(({ type }) => type)).not.toContain("switched");
    await idle(shared);
    expect(to.flatMap(({ addresses }) => sms.callsTo(addresses.phone))).toEqual([]);
    expect(await shared.engine.message(message.id)).toMatchObject({ status: "cancelled", counts: { final: 2 } });
  });

  it("close what waits for a switch, and keep late evidence as what it is", async () => {
    const to = Array.from({ length: 2 }, () => ({ addresses: { line: newAddress(), phone: newAddress() } }));
    const message = await shared.engine.submit({ to, content: text, plan: failover });
    for (const number of [0, 1]) await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting", number);
    expect(await shared.engine.controls.cancel(message.id)).toMatchObject({
      tooLate: 0,
      counts: { final: 2, outcomes: [{ outcome: "accepted", succeeded: false, channel: "receipted", count: 2 }] },
    });
    const [good, bad] = to.map(({ addresses }) => receipted.callsTo(addresses.line)[0]!.attemptId);
    await shared.engine.receive("receipted-account", evidenceOf(good!, "delivered"));
    await shared.engine.receive("receipted-account", evidenceOf(bad!, "failed"));
    expect(await deliveryThat(shared, message, "is corrected", ({ succeeded }) => succeeded === true, 0)).toMatchObject({ outcome: "delivered" });
    await advance(5 * minute, shared);
    await idle(shared);
    const second = await finalDelivery(shared, message, 1);
    expect(second).toMatchObject({ outcome: "accepted", succeeded: false });
    expect(second.timeline.some((entry) => entry.type === "evidence" && entry.evidence === "failed")).toBe(true);
    expect(to.flatMap(({ addresses }) => sms.callsTo(addresses.phone))).toEqual([]);
  });

  it("leave alone what waits for the last word on its last call", async () => {
    const address = newAddress();
    const message = await submitText(shared, { line: address }, { plan: { steps: [{ channel: "receipted" }] } });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    expect(await shared.engine.controls.cancel(message.id)).toMatchObject({ status: "cancelled", tooLate: 1, counts: { waiting: 1 } });
    await shared.engine.receive("receipted-account", evidenceOf(receipted.callsTo(address)[0]!.attemptId, "delivered"));
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    expect(await shared.engine.message(message.id)).toMatchObject({ status: "cancelled", counts: { final: 1 } });
  });

  it("are cancelled while they are paused, and while something is held", async () => {
    const to = [{ addresses: { line: newAddress(), phone: newAddress() } }];
    const message = await shared.engine.submit({ to, content: text, plan: failover });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await shared.engine.controls.pause(message.id);
    await advance(3 * minute, shared);
    await deliveryThat(shared, message, "is held", ({ status }) => status === "held");
    expect(await shared.engine.controls.cancel(message.id)).toMatchObject({ status: "cancelled", tooLate: 0, counts: { held: 0, final: 1 } });
    expect(sms.callsTo(to[0]!.addresses.phone)).toEqual([]);
  });

  it("cannot be cancelled once they are completed", async () => {
    const message = await submitText(shared, { line: newAddress() }, { plan });
    await finalDelivery(shared, message);
    await expect(shared.engine.controls.cancel(message.id)).rejects.toMatchObject({ code: "already-over" });
    await expect(shared.engine.controls.cancelDelivery(deliveryId(message))).rejects.toMatchObject({ code: "already-over" });
  });

  it("are no messages that nobody knows", async () => {
    const id = `msg_${"0".repeat(32)}`;
    const { controls } = shared.engine;
    const answers = [controls.cancel(id), controls.pause(id), controls.resume(id), controls.reschedule(id, later(hour))];
    expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined, undefined]);
    expect(await controls.cancelDelivery(`dlv_${"0".repeat(32)}_0`)).toBeUndefined();
  });

  it("are cancelled to the end by another process when the first dies in between", async () => {
    const own = await database.create();
    const first = await openTestEngine({ database: own.settings, accounts });
    const to = Array.from({ length: 600 }, () => ({ addresses: { line: newAddress() } }));
    const message = await first.engine.submit({ to, content: text, plan });
    // What is written before the first slice is closed.
    const id = message.id.replace("msg_", "");
    await sql`delete from chunk`.execute(first.connection);
    await sql`update message set status = 'cancelled', release_at = todoke_now() where id = ${id}::uuid`.execute(first.connection);
    first.engine.start();
    await until("everything is closed", async () => (await first.engine.message(message.id))!.counts.final === 600);
    expect(await first.engine.message(message.id)).toMatchObject({ status: "cancelled", counts: { outcomes: [{ outcome: "cancelled", count: 600 }] } });
    expect(to.flatMap(({ addresses }) => line.callsTo(addresses.line))).toEqual([]);
    await first.engine.stop();
    await own.drop();
  });

  it("lose single deliveries, scheduled and under way, and nobody else", async () => {
    const to = Array.from({ length: 3 }, () => ({ addresses: { line: newAddress() } }));
    const message = await shared.engine.submit({ to, content: text, plan, sendAt: later(hour) });
    const cancelled = await shared.engine.controls.cancelDelivery(deliveryId(message, 1));
    expect(cancelled).toMatchObject({ status: "final", outcome: "cancelled", tooLate: false });
    expect(await shared.engine.controls.cancelDelivery(deliveryId(message, 1))).toEqual(cancelled);
    expect(await shared.engine.message(message.id)).toMatchObject({ status: "scheduled", counts: { scheduled: 2, final: 1 } });
    const gate = heldBack();
    line.script(to[0]!.addresses.line, gate.answer);
    await advance(hour + 1_000, shared);
    await until("it is under way", () => line.callsTo(to[0]!.addresses.line).length === 1);
    expect(await shared.engine.controls.cancelDelivery(deliveryId(message, 0))).toMatchObject({ status: "sending", tooLate: true });
    gate.letGo();
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ outcome: "accepted", succeeded: true });
    expect(await finalDelivery(shared, message, 2)).toMatchObject({ outcome: "accepted" });
    expect(line.callsTo(to[1]!.addresses.line)).toEqual([]);
  });

  it("are over when their last deliveries were cancelled one by one", async () => {
    const message = await submitText(shared, { line: newAddress() }, { plan, sendAt: later(hour) });
    await shared.engine.controls.cancelDelivery(deliveryId(message));
    expect(await shared.engine.message(message.id)).toMatchObject({ status: "completed", counts: { scheduled: 0, final: 1 } });
    await advance(2 * hour, shared);
    await idle(shared);
  });
});
