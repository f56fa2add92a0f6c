import type { EvidenceEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;

describe.each(oneTestDatabase)("retries of a step on $name", (database) => {
  const evidence = { best: "delivered", negative: true, horizonMs: 48 * 60 * minute, recallable: false } as const;
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence });
  const keyed = createScriptedChannel({ channel: "keyed", kind: "phone", evidence, keyLifetimeMs: 60 * minute });
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const shared = useEngine(database, {
    accounts: [sms, keyed, line].map(({ adapter }) => ({ id: adapter.channel, adapters: [adapter] })),
    publicBaseUrl: "https://example.test",
  });
  const report = async (providerMessageId: string, word: "failed" | "delivered") => {
    const event: EvidenceEvent = {
      type: "evidence", eventId: `${providerMessageId}-${word}`, correlation: { providerMessageId }, evidence: word,
      at: shared.context.clock.now(), ...(word === "failed" && { errorClass: "unreachable", providerCode: "30003" }),
    };
    await shared.engine.receive("sms", inboundRequest([event]));
    await idle(shared);
  };
  const waiting = (message: Parameters<typeof deliveryThat>[1], attempts: number) =>
    deliveryThat(shared, message, `waits on attempt ${attempts}`, ({ status, timeline }) =>
      status === "waiting" && timeline.filter(({ type }) => type === "attempt").length === attempts);

  it("sends anew after each report that the phone is off, until it is on", async () => {
    const phone = newAddress("phone");
    sms.script(phone, accepts("off-1"), accepts("off-2"), accepts("on-3"));
    const plan = { steps: [{ channel: "sms", retry: { every: "PT10M" } }] };
    const message = await submitText(shared, { phone }, { plan, validityPeriod: "PT1H" });
    expect(message.plan.steps[0]).toMatchObject({ retry: { every: "PT10M" } });
    for (const [attempt, id] of [[1, "off-1"], [2, "off-2"]] as const) {
      await waiting(message, attempt);
      await report(id, "failed");
      await advance(9 * minute, shared);
      await idle(shared);
      expect(sms.callsTo(phone)).toHaveLength(attempt);
      await advance(minute + 1_000, shared);
    }
    await waiting(message, 3);
    await report("on-3", "delivered");
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "delivered", succeeded: true, possibleDuplicate: false, duplicateContact: false });
    expect(new Set(sms.callsTo(phone).map(({ attemptId }) => attemptId)).size).toBe(3);
  });

  it("ends with the delivery: what could only be tried after that is not tried", async () => {
    const phone = newAddress("phone");
    sms.script(phone, refuses("unreachable", { providerCode: "30003" }));
    const plan = { steps: [{ channel: "sms", retry: { every: "PT10M" } }] };
    const message = await submitText(shared, { phone }, { plan, validityPeriod: "PT25M" });
    for (let passed = 0; passed < 30; passed += 5) {
      await idle(shared);
      await advance(5 * minute, shared);
    }
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "failed", succeeded: false, reason: { code: "unreachable" } });
    expect(sms.callsTo(phone)).toHaveLength(3);
  });

  it.each([sms, keyed])("leaves to the next step at switchAfter (%#)", async (channel) => {
    const addresses = { phone: newAddress("phone"), line: newAddress() };
    channel.script(addresses.phone, refuses("unreachable"));
    const plan = { steps: [{ channel: channel.adapter.channel, switchAfter: "PT25M", retry: { every: "PT10M" } }, { channel: "line" }] };
    const message = await submitText(shared, addresses, { plan });
    for (let passed = 0; passed < 30; passed += 5) {
      await idle(shared);
      await advance(5 * minute, shared);
    }
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", channel: "line" });
    expect(channel.callsTo(addresses.phone)).toHaveLength(3);
    expect(line.callsTo(addresses.line)).toHaveLength(1);
  });

  it("tries nothing else again", async () => {
    const phone = newAddress("phone");
    sms.script(phone, refuses("recipient"));
    const plan = { steps: [{ channel: "sms", retry: { every: "PT10M" } }] };
    expect(await finalDelivery(shared, await submitText(shared, { phone }, { plan }))).toMatchObject({ outcome: "failed" });
    expect(sms.callsTo(phone)).toHaveLength(1);
  });
});
