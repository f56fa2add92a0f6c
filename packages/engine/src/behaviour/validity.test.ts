import { describe, expect, it } from "vitest";
import { createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, openTestEngine, submitText, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

describe.each(oneTestDatabase)("validity on $name", (database) => {
  const plain = createScriptedChannel({ channel: "line", kind: "line" });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [plain, receipted, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts });

  it("tells the provider how long it may still deliver", async () => {
    const address = newAddress();
    const steps = [{ channel: "line", switchAfter: "PT1M", validityPeriod: "PT5M" }, { channel: "sms" }];
    await finalDelivery(shared, await submitText(shared, { line: address }, { plan: { steps }, validityPeriod: "PT10M" }));
    await finalDelivery(shared, await submitText(shared, { line: address }, { plan: { steps: [{ channel: "line" }] }, validityPeriod: "PT10M" }));
    const [bounded, whole] = plain.callsTo(address).map(({ validityPeriodMs }) => validityPeriodMs!);
    expect(bounded).toBe(5 * minute);
    expect(whole).toBeLessThanOrEqual(10 * minute);
    expect(whole).toBeGreaterThan(9 * minute);
  });

  it("goes over to no further step once the delivery has expired", async () => {
    const [line, phone] = [newAddress(), newAddress()];
    const message = await submitText(shared, { line, phone }, {
      plan: { steps: [{ channel: "receipted", switchAfter: "PT2M" }, { channel: "sms" }] },
      validityPeriod: "PT3M",
    });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(4 * minute, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: false, channel: "receipted" });
    expect(sms.callsTo(phone)).toHaveLength(0);
  });

  it("tries again no later than the delivery expires", async () => {
    const address = newAddress();
    plain.script(address, refuses("throttled"));
    const message = await submitText(shared, { line: address }, { plan: { steps: [{ channel: "line" }] }, validityPeriod: "PT10S" });
    for (let passed = 0; passed < 12; passed += 1) {
      await idle(shared);
      await advance(1_000, shared);
    }
    // Whether the last wait was too long or time ran out in it depends on how long the waits were.
    const { outcome, reason } = await finalDelivery(shared, message);
    expect(outcome).toBe("failed");
    expect(["throttled", "expired"]).toContain(reason?.code);
    const calls = plain.callsTo(address);
    expect(calls.length).toBeGreaterThan(1);
    expect(calls.every(({ validityPeriodMs }) => validityPeriodMs! > 0)).toBe(true);
  });

  it("calls nobody whose delivery expired before it could be worked on", async () => {
    const own = await database.create();
    const engine = await openTestEngine({ database: own.settings, accounts });
    const to = Array.from({ length: 30 }, () => ({ addresses: { line: newAddress() } }));
    const message = await engine.engine.submit({
      to,
      content: { type: "text", text: "Hello" },
      plan: { steps: [{ channel: "line" }] },
      validityPeriod: "PT1M",
    });
    await advance(minute, engine);
    engine.engine.start();
    expect((await completedMessage(engine, message)).counts.outcomes).toEqual([{ outcome: "expired", succeeded: false, count: 30 }]);
    expect(to.flatMap(({ addresses }) => plain.callsTo(addresses.line))).toEqual([]);
    await engine.engine.stop();
    await own.drop();
  });
});
