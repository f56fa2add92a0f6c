import type { EvidenceEvent } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses, type Answer } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

describe.each(oneTestDatabase)("lost answers on $name", (database) => {
  const keyed = createScriptedChannel({ channel: "keyed", kind: "line", keyLifetimeMs: 23 * 60 * minute });
  const keyless = createScriptedChannel({ channel: "keyless", kind: "line" });
  const asked = createScriptedChannel({
    channel: "asked",
    kind: "line",
    reconciles: { lostAnswerDelaysMs: [minute, 2 * minute], silenceDelaysMs: [] },
  });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const shared = useEngine(database, {
    accounts: [keyed, keyless, asked, receipted, sms].map(({ adapter }) => ({
      id: `${adapter.channel}-account`,
      adapters: [adapter],
    })),
  });
  const on = (channel: string, rest: Partial<MessageRequest["plan"]> = {}) => ({
    plan: { steps: [{ channel }], ...rest },
  });

  it("repeats the call under its key with the same bytes where the provider has keys", async () => {
    const address = newAddress();
    keyed.script(address, refuses("ambiguous"), () => ({ evidence: "accepted", providerMessageIds: [], duplicate: true }));
    const message = await submitText(shared, { line: address }, on("keyed"));
    await idle(shared);
    await advance(2_000, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: false });
    const [first, second, ...more] = keyed.callsTo(address);
    expect(second).toEqual(first);
    expect(more).toEqual([]);
  });

  it("never calls again where the provider has no keys, and ends as unknown when the hold is over", async () => {
    const address = newAddress();
    keyless.script(address, refuses("ambiguous"));
    const message = await submitText(shared, { line: address }, on("keyless"));
    await idle(shared);
    await advance(9 * minute, shared);
    await idle(shared);
    await deliveryThat(shared, message, "is held open", ({ status }) => status === "sending");
    await advance(2 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({
      outcome: "unknown",
      succeeded: false,
      reason: { code: "unknown" },
      possibleDuplicate: false,
    });
    expect(keyless.callsTo(address)).toHaveLength(1);
  });

  it("takes an adapter's unexpected error for a lost answer", async () => {
    const address = newAddress();
    keyless.script(address, () => {
      throw new TypeError("cannot read properties of undefined");
    });
    const message = await submitText(shared, { line: address }, on("keyless"));
    await advance(11 * minute, shared);
    await idle(shared);
    await advance(11 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown", succeeded: false });
    expect(keyless.callsTo(address)).toHaveLength(1);
  });

  it("believes the provider when it finds the attempt, and goes on asking when it does not", async () => {
    const address = newAddress();
    asked.script(address, refuses("ambiguous"));
    const message = await submitText(shared, { line: address }, on("asked"));
    await idle(shared);
    await advance(minute + 1_000, shared);
    await idle(shared);
    await deliveryThat(shared, message, "is open", ({ status }) => status === "sending");
    asked.scriptTrace(address, () => ({ evidence: "accepted", providerMessageId: "found-1", at: new Date() }));
    await advance(minute, shared);
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "evidence", source: "reconcile", evidence: "accepted" }));
    const [call, ...others] = asked.callsTo(address);
    expect(others).toEqual([]);
    const traces = asked.traces.filter(({ to }) => to === address);
    expect(traces).toHaveLength(2);
    expect(traces[1]).toMatchObject({ attemptId: call!.attemptId, payload: { text: "Hello" }, providerMessageIds: [] });
  });

  it("learns nothing from not being found: the hold decides", async () => {
    const address = newAddress();
    asked.script(address, refuses("ambiguous"));
    const message = await submitText(shared, { line: address }, on("asked"));
    for (const minutes of [2, 2, 8]) {
      await idle(shared);
      await advance(minutes * minute, shared);
    }
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown", succeeded: false });
    expect(asked.callsTo(address)).toHaveLength(1);
  });

  it("does not credit one message to two lost calls with the same words to the same person", async () => {
    const address = newAddress();
    asked.script(address, refuses("ambiguous"));
    asked.scriptTrace(address, () => ({ evidence: "accepted", providerMessageId: "one-of-two", at: new Date() }));
    const messages = [];
    for (let count = 0; count < 2; count += 1) messages.push(await submitText(shared, { line: address }, on("asked")));
    for (const minutes of [2, 2, 8]) {
      await idle(shared);
      await advance(minutes * minute, shared);
    }
    for (const message of messages) expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown" });
  });

  it("tells the provider's messages that are accounted for from those that are not", async () => {
    const address = newAddress();
    asked.script(address, accepts("accounted-for"), refuses("ambiguous"));
    await finalDelivery(shared, await submitText(shared, { line: address }, on("asked")));
    await submitText(shared, { line: address }, on("asked"));
    await idle(shared);
    await advance(minute + 1_000, shared);
    const trace = await until("the provider is asked", () => asked.traces.findLast(({ to }) => to === address));
    expect([await trace.isTaken("accounted-for"), await trace.isTaken("another")]).toEqual([true, false]);
  });

  it("keeps a call open that was lost and then put off, and goes to no other step for it", async () => {
    const [address, phone] = [newAddress(), newAddress()];
    keyed.script(address, refuses("ambiguous"), refuses("throttled"));
    const plan = { steps: [{ channel: "keyed" }, { channel: "sms" }] };
    const message = await submitText(shared, { line: address, phone }, { plan });
    for (let count = 0; count < 14; count += 1) {
      await idle(shared);
      await advance(50_000, shared);
    }
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown", succeeded: false, channel: "keyed" });
    expect(new Set(keyed.callsTo(address).map(({ attemptId }) => attemptId)).size).toBe(1);
    expect(sms.callsTo(phone)).toEqual([]);
  });

  /** What the database says of the person and of the attempt at the moment of the call. */
  const marksAt = (marks: unknown[]): Answer => async (call) => {
    const { rows } = await sql`
      select d.possible_duplicate as delivery, a.possible_duplicate as attempt, a.evidence from attempt a
      join delivery d on d.message_id = a.message_id and d.number = any(a.members)
      where a.id = ${call.attemptId}`.execute(shared.connection);
    marks.push(...rows);
    return accepts()(call);
  };

  it("marks a possible duplicate before it sends again", async () => {
    const address = newAddress();
    const marks: unknown[] = [];
    keyless.script(address, refuses("ambiguous"), marksAt(marks));
    const message = await submitText(shared, { line: address }, on("keyless", { onUnknown: "resend" }));
    await idle(shared);
    expect(marks).toEqual([]);
    await advance(11 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: true });
    expect(marks).toEqual([{ delivery: true, attempt: true, evidence: "sending" }]);
    expect(new Set(keyless.callsTo(address).map(({ attemptId }) => attemptId)).size).toBe(2);
    expect((await shared.engine.message(message.id))!.counts.possibleDuplicates).toBe(1);
  });

  it("marks a possible duplicate before it goes over to the next step", async () => {
    const [line, phone] = [newAddress(), newAddress()];
    const marks: unknown[] = [];
    keyless.script(line, refuses("ambiguous"));
    sms.script(phone, marksAt(marks));
    const message = await submitText(shared, { line, phone }, {
      plan: { steps: [{ channel: "keyless", switchAfter: "PT1M" }, { channel: "sms", succeedOn: "accepted" }], onUnknown: "switch" },
    });
    await idle(shared);
    await advance(9 * minute, shared);
    await idle(shared);
    expect(marks).toEqual([]);
    await advance(2 * minute, shared);
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", channel: "sms", possibleDuplicate: true });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "unknown" }));
    expect(marks).toEqual([{ delivery: true, attempt: true, evidence: "sending" }]);
    expect(keyless.callsTo(line)).toHaveLength(1);
  });

  it("counts a person once as a possible duplicate, however often it had to send again", async () => {
    const address = newAddress();
    keyless.script(address, refuses("ambiguous"), refuses("ambiguous"), accepts());
    const message = await submitText(shared, { line: address }, on("keyless", { onUnknown: "resend" }));
    for (const calls of [1, 2]) {
      await until("it was called", () => keyless.callsTo(address).length === calls);
      await idle(shared);
      await advance(11 * minute, shared);
    }
    await finalDelivery(shared, message);
    expect(keyless.callsTo(address)).toHaveLength(3);
    expect((await shared.engine.message(message.id))!.counts.possibleDuplicates).toBe(1);
  });

  it.each(["accepted", "failed"] as const)("lets the late word %s on a given-up attempt move nothing", async (evidence) => {
    const [line, phone] = [newAddress(), newAddress()];
    receipted.script(line, refuses("ambiguous"));
    const message = await submitText(shared, { line, phone }, {
      plan: { steps: [{ channel: "receipted" }, { channel: "sms" }], onUnknown: "switch" },
    });
    await idle(shared);
    await advance(11 * minute, shared);
    await deliveryThat(shared, message, "waits on the second step", ({ status, step }) => status === "waiting" && step === 1);
    const event: EvidenceEvent = {
      type: "evidence",
      eventId: `late-${line}`,
      correlation: { attemptId: receipted.callsTo(line)[0]!.attemptId },
      evidence,
      at: new Date(),
    };
    await shared.engine.receive("receipted-account", inboundRequest([event]));
    await idle(shared);
    await advance(minute, shared);
    await idle(shared);
    expect(await deliveryThat(shared, message, "exists", () => true)).toMatchObject({ status: "waiting", step: 1, channel: "sms" });
    expect(sms.callsTo(phone)).toHaveLength(1);
  });
});
