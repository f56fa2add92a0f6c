import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, finalDelivery, idle, newAddress, submitText, useEngine } from "../testing/test-engine.ts";

const second = 1_000;

describe.each(oneTestDatabase)("refusals for now on $name", (database) => {
  const keyed = createScriptedChannel({ channel: "keyed", kind: "line", keyLifetimeMs: 23 * 3_600_000 });
  const keyless = createScriptedChannel({ channel: "keyless", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [keyed, keyless, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });
  const both = () => ({ line: newAddress(), phone: newAddress() });
  const planFor = (channel: string) => ({ plan: { steps: [{ channel, switchAfter: "PT2M" }, { channel: "sms" }] } });
  const letPass = async (milliseconds: number, stepMs = second) => {
    for (let passed = 0; passed < milliseconds; passed += stepMs) {
      await advance(stepMs, shared);
      await idle(shared);
    }
  };

  describe.each(["throttled", "unavailable"] as const)("%s", (errorClass) => {
    it("repeats the same attempt under its key", async () => {
      const addresses = both();
      keyed.script(addresses.line, refuses(errorClass), refuses(errorClass), accepts());
      const message = await submitText(shared, addresses, planFor("keyed"));
      await idle(shared);
      expect(keyed.callsTo(addresses.line)).toHaveLength(1);
      await letPass(5 * second);
      const delivery = await finalDelivery(shared, message);
      expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "keyed", possibleDuplicate: false });
      const calls = keyed.callsTo(addresses.line);
      expect(calls).toHaveLength(3);
      expect(new Set(calls.map(({ attemptId, bytes }) => attemptId + bytes)).size).toBe(1);
      expect(delivery.timeline.filter(({ type }) => type === "attempt")).toEqual([
        expect.objectContaining({ calls: 3, id: calls[0]!.attemptId }),
      ]);
    });

    it("makes a new attempt where the provider has no keys", async () => {
      const addresses = both();
      keyless.script(addresses.line, refuses(errorClass), refuses(errorClass), accepts());
      const message = await submitText(shared, addresses, planFor("keyless"));
      await idle(shared);
      expect(keyless.callsTo(addresses.line)).toHaveLength(1);
      await letPass(5 * second);
      const delivery = await finalDelivery(shared, message);
      expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "keyless", possibleDuplicate: false });
      expect(new Set(keyless.callsTo(addresses.line).map(({ attemptId }) => attemptId)).size).toBe(3);
      expect(delivery.timeline.filter(({ type }) => type === "attempt")).toHaveLength(3);
    });

    it.each([keyed, keyless])("gives up at the end of the step and goes over (%#)", async (channel) => {
      const addresses = both();
      channel.script(addresses.line, refuses(errorClass));
      const message = await submitText(shared, addresses, planFor(channel.adapter.channel));
      await idle(shared);
      await letPass(50 * second);
      expect(sms.callsTo(addresses.phone)).toHaveLength(0);
      await letPass(80 * second);
      const delivery = await finalDelivery(shared, message);
      expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true, channel: "sms", step: 1 });
      expect(sms.callsTo(addresses.phone)).toHaveLength(1);
      const calls = channel.callsTo(addresses.line);
      expect(calls.length).toBeGreaterThan(4);
      if (channel === keyed) expect(new Set(calls.map(({ attemptId }) => attemptId)).size).toBe(1);
      const [started, last] = await callTimes(message.id);
      expect(last!.getTime() - started!.getTime()).toBeLessThan(120 * second);
    });

    it("stays away for as long as the provider asks", async () => {
      for (const channel of [keyed, keyless]) {
        const addresses = both();
        channel.script(addresses.line, refuses(errorClass, { retryAfterMs: 60 * second }), accepts());
        const message = await submitText(shared, addresses, planFor(channel.adapter.channel));
        await idle(shared);
        await letPass(58 * second, 29 * second);
        expect(channel.callsTo(addresses.line)).toHaveLength(1);
        await letPass(3 * second);
        expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", channel: channel.adapter.channel });
        expect(channel.callsTo(addresses.line)).toHaveLength(2);
      }
    });
  });

  /** When the first attempt of the first step and the last one of it were started, and answered. */
  async function callTimes(messageId: string): Promise<readonly (Date | undefined)[]> {
    const { rows } = await sql<{ started: Date; last: Date }>`
      select min(step_started_at) as started, max(answered_at) as last from attempt
      where message_id = ${messageId.slice(4)}::uuid and step = 0`.execute(shared.connection);
    return [rows[0]?.started, rows[0]?.last];
  }
});
