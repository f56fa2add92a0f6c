import type { ErrorClass, EvidenceEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

describe.each(testDatabases)("failover on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const shared = useEngine(database, {
    accounts: [line, sms, receipted].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });
  const both = () => ({ line: newAddress(), phone: newAddress() });

  it.each<ErrorClass>(["recipient", "unreachable", "sender", "quota"])(
    "goes over to the next step at once when the provider refuses with %s",
    async (errorClass) => {
      const addresses = both();
      line.script(addresses.line, refuses(errorClass));
      const delivery = await finalDelivery(shared, await submitText(shared, addresses));
      expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, step: 1, channel: "sms", possibleDuplicate: false });
      expect(line.callsTo(addresses.line)).toHaveLength(1);
      expect(sms.callsTo(addresses.phone)).toHaveLength(1);
      expect(delivery.timeline.map(({ type }) => type)).toEqual(
        ["submitted", "attempt", "evidence", "switched", "attempt", "evidence", "final"],
      );
      expect(delivery.timeline).toContainEqual(
        expect.objectContaining({ type: "switched", fromStep: 0, toStep: 1, reason: errorClass }),
      );
    },
  );

  it.each<ErrorClass>(["content", "policy"])("does not move a person to another channel over %s", async (errorClass) => {
    const addresses = both();
    line.script(addresses.line, refuses(errorClass));
    const delivery = await finalDelivery(shared, await submitText(shared, addresses));
    expect(delivery).toMatchObject({ outcome: "failed", succeeded: false, step: 0, reason: { code: errorClass } });
    expect(sms.callsTo(addresses.phone)).toHaveLength(0);
  });

  it("goes over from refused content to a step that brings its own", async () => {
    const addresses = both();
    line.script(addresses.line, refuses("content"));
    const message = await submitText(shared, addresses, {
      plan: { steps: [{ channel: "line" }, { channel: "sms", content: { type: "text", text: "Short" } }] },
    });
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, channel: "sms" });
    expect(sms.callsTo(addresses.phone)[0]?.bytes).toBe('{"text":"Short"}');
  });

  it("goes over when the deadline passes without the evidence that the step wants, and not before", async () => {
    const addresses = both();
    const message = await submitText(shared, addresses, {
      plan: { steps: [{ channel: "receipted", switchAfter: "PT2M" }, { channel: "sms" }] },
    });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(2 * minute - 30_000, shared);
    await idle(shared);
    expect(sms.callsTo(addresses.phone)).toHaveLength(0);
    await advance(31_000, shared);
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "sms" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "deadline" }));
  });

  it("goes over when a receipt says that an accepted message failed", async () => {
    const addresses = both();
    const message = await submitText(shared, addresses, { plan: { steps: [{ channel: "receipted" }, { channel: "sms" }] } });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    const failed: EvidenceEvent = {
      type: "evidence",
      eventId: `failed-${addresses.line}`,
      correlation: { attemptId: receipted.callsTo(addresses.line)[0]!.attemptId },
      evidence: "failed",
      errorClass: "unreachable",
      providerCode: "phone-off",
      at: new Date(),
    };
    await shared.engine.receive("receipted-account", inboundRequest([failed]));
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "sms" });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "unreachable" }));
  });

  it("ends with the last word, not as a success, when the last step proves no more until its horizon", async () => {
    const addresses = both();
    const message = await submitText(shared, addresses, { plan: { steps: [{ channel: "receipted" }] } });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(receipts.horizonMs - minute, shared);
    await idle(shared);
    expect(await deliveryThat(shared, message, "still waits", () => true)).toMatchObject({ status: "waiting" });
    await advance(2 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({
      outcome: "accepted",
      succeeded: false,
      reason: { code: "no-further-evidence" },
    });
    expect(receipted.callsTo(addresses.line)).toHaveLength(1);
  });
});
