import type { EvidenceEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, openTestEngine, submitText, type TestEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;
const isWaiting = ({ status }: { readonly status: string }) => status === "waiting";

describe.each(oneTestDatabase)("a time in which nobody takes reports, on $name", (database) => {
  const receipted = createScriptedChannel({ channel: "receipted", kind: "phone", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [receipted, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const plan = { steps: [{ channel: "receipted", switchAfter: "PT10M" }, { channel: "sms" }] };

  it("puts deadlines off that rest on them, and marks the switch; time alone puts nothing off", async () => {
    const own = await database.create();
    const open = () => openTestEngine({ database: own.settings, accounts });
    const submit = async (engine: TestEngine, phone: string) => {
      const message = await submitText(engine, { phone }, { plan });
      await deliveryThat(engine, message, "waits", isWaiting);
      return message;
    };
    const switchOf = async (engine: TestEngine, message: Awaited<ReturnType<typeof submit>>) =>
      (await finalDelivery(engine, message)).timeline.find(({ type }) => type === "switched")!;

    const before = await open();
    before.engine.start();
    const heard = await submit(before, newAddress());
    await advance(11 * minute, before);
    const ordinary = await switchOf(before, heard);
    expect(ordinary).toMatchObject({ reason: "deadline" });
    expect(ordinary).not.toHaveProperty("deaf");
    const [lateAddress, lostAddress] = [newAddress(), newAddress()];
    const [late, lost] = [await submit(before, lateAddress), await submit(before, lostAddress)];
    await before.engine.stop();

    // Never started, and so nobody is there while half an hour passes.
    const nobody = await open();
    await advance(30 * minute, nobody);
    await nobody.engine.stop();

    const after = await open();
    after.engine.start();
    await idle(after);
    for (const message of [late, lost]) await deliveryThat(after, message, "waits on", isWaiting);
    const event: EvidenceEvent = {
      type: "evidence",
      eventId: "late",
      evidence: "delivered",
      at: new Date(),
      correlation: { attemptId: receipted.callsTo(lateAddress)[0]!.attemptId },
    };
    await after.engine.receive("receipted-account", inboundRequest([event]));
    expect(await finalDelivery(after, late)).toMatchObject({ outcome: "delivered", succeeded: true });
    await advance(4 * minute, after);
    await idle(after);
    await deliveryThat(after, lost, "waits on", isWaiting);
    await advance(minute, after);
    const marked = await switchOf(after, lost);
    expect(marked).toMatchObject({ reason: "deadline", deaf: { from: expect.any(String), until: expect.any(String) } });
    const { from, until } = (marked as unknown as { readonly deaf: { readonly from: string; readonly until: string } }).deaf;
    expect((Date.parse(until) - Date.parse(from)) / minute).toBeCloseTo(30, 0);
    expect([lateAddress, lostAddress].map((address) => sms.callsTo(address).length)).toEqual([0, 1]);
    await after.engine.stop();
    await own.drop();
    expect([before, nobody, after].flatMap(({ errors }) => errors)).toEqual([]);
  });
});
