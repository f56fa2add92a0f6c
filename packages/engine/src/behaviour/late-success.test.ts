import type { EvidenceEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 24 * 60 * minute, recallable: false } as const;

describe.each(oneTestDatabase)("late success on $name", (database) => {
  const notice = createScriptedChannel({ channel: "notice", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const otherSms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const shared = useEngine(database, {
    accounts: [
      ...[notice, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
      { id: "sms-other-account", adapters: [otherSms.adapter] },
    ],
  });
  const delivered = (channel: typeof sms, address: string, evidence: "delivered" | "read" = "delivered") => {
    const event: EvidenceEvent = {
      type: "evidence",
      eventId: `${address} ${evidence}`,
      correlation: { attemptId: channel.callsTo(address)[0]!.attemptId },
      evidence,
      at: new Date(),
    };
    return shared.engine.receive(`${channel.adapter.channel}-account`, inboundRequest([event]));
  };
  /** A message whose first step got no word in time, so that the second has taken over. */
  const switched = async (addresses: { line: string; phone: string }, succeedOn: "accepted" | "delivered") => {
    const message = await submitText(shared, addresses, {
      plan: { steps: [{ channel: "notice", switchAfter: "PT2M" }, { channel: "sms", succeedOn }] },
    });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(3 * minute, shared);
    await until("the second step was called", () => sms.callsTo(addresses.phone).length === 1);
    return message;
  };
  const both = () => ({ line: newAddress(), phone: newAddress() });
  const countsOf = async (id: string) => (await shared.engine.message(id))!.counts;

  it("is the success of a delivery that is still open, and then the next step's receipt a duplicate contact", async () => {
    const addresses = both();
    const message = await switched(addresses, "delivered");
    await deliveryThat(shared, message, "waits on the second", ({ status, step }) => status === "waiting" && step === 1);
    await delivered(notice, addresses.line);
    expect(await finalDelivery(shared, message)).toMatchObject({
      outcome: "delivered",
      succeeded: true,
      channel: "notice",
      duplicateContact: false,
    });
    await delivered(sms, addresses.phone);
    await delivered(sms, addresses.phone, "read");
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", channel: "notice", duplicateContact: true });
    expect(await countsOf(message.id)).toMatchObject({
      duplicateContacts: 1,
      outcomes: [{ outcome: "delivered", succeeded: true, channel: "notice", count: 1 }],
    });
    await advance(25 * 60 * minute, shared);
    await idle(shared);
    expect([...notice.callsTo(addresses.line), ...sms.callsTo(addresses.phone)]).toHaveLength(2);
  });

  it("is a duplicate contact although both steps are of one channel, by two accounts", async () => {
    const phone = newAddress();
    const steps = [
      { channel: "sms", switchAfter: "PT2M" },
      { channel: "sms", account: "sms-other-account", succeedOn: "accepted" as const },
    ];
    const message = await submitText(shared, { phone }, { plan: { steps } });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(3 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", duplicateContact: false });
    await delivered(sms, phone);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", step: 1, duplicateContact: true });
  });

  it("is a duplicate contact of a delivery that has succeeded by the next step, whose outcome stands", async () => {
    const addresses = both();
    const message = await switched(addresses, "accepted");
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", channel: "sms", duplicateContact: false });
    await delivered(notice, addresses.line);
    expect(await finalDelivery(shared, message)).toMatchObject({
      outcome: "accepted",
      succeeded: true,
      channel: "sms",
      duplicateContact: true,
    });
    expect(await countsOf(message.id)).toMatchObject({
      duplicateContacts: 1,
      outcomes: [{ outcome: "accepted", succeeded: true, channel: "sms", count: 1 }],
    });
  });

  it("corrects a delivery that was closed without success, and its counters", async () => {
    const addresses = both();
    sms.script(addresses.phone, refuses("recipient"));
    const message = await switched(addresses, "delivered");
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "failed", succeeded: false, reason: { code: "recipient" } });
    await delivered(notice, addresses.line);
    await delivered(notice, addresses.line, "read");
    const corrected = await finalDelivery(shared, message);
    expect(corrected).toMatchObject({ outcome: "delivered", succeeded: true, channel: "notice", duplicateContact: false });
    expect(corrected.reason).toBeUndefined();
    expect(corrected.timeline.filter(({ type }) => type === "corrected")).toHaveLength(1);
    expect(await countsOf(message.id)).toMatchObject({
      final: 1,
      duplicateContacts: 0,
      outcomes: [{ outcome: "delivered", succeeded: true, channel: "notice", count: 1 }],
    });
  });

  it("keeps the call that was under way on the record, and its acceptance as a duplicate contact", async () => {
    const addresses = both();
    const release = Promise.withResolvers<undefined>();
    sms.script(addresses.phone, async (call) => (await release.promise, accepts()(call)));
    const message = await switched(addresses, "accepted");
    await delivered(notice, addresses.line);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", channel: "notice", duplicateContact: false });
    release.resolve(undefined);
    const delivery = await deliveryThat(shared, message, "is marked", ({ duplicateContact }) => duplicateContact);
    expect(delivery).toMatchObject({ outcome: "delivered", channel: "notice", succeeded: true });
    expect(delivery.timeline.filter(({ type }) => type === "attempt")).toHaveLength(2);
    expect((await countsOf(message.id)).duplicateContacts).toBe(1);
  });

  it("keeps the call that was under way on the record when its report comes before its answer", async () => {
    const addresses = both();
    const release = Promise.withResolvers<undefined>();
    sms.script(addresses.phone, async (call) => (await release.promise, accepts()(call)));
    const message = await switched(addresses, "delivered");
    await delivered(notice, addresses.line);
    await delivered(sms, addresses.phone);
    release.resolve(undefined);
    await idle(shared);
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "delivered", channel: "notice", duplicateContact: true });
    expect(delivery.timeline.filter(({ type }) => type === "attempt")).toHaveLength(2);
  });
});
