import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { MessageCounts } from "../message-view.ts";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";

describe.each(testDatabases)("accounting on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", keyLifetimeMs: 3_600_000 });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });

  it("has each of 2,000 recipients in one status at every instant, and each final one in one outcome", async () => {
    const fates = ["accepted", "refused", "refused-without-phone", "lost", "without-address"] as const;
    const to = Array.from({ length: 2_000 }, (_, index) => {
      const fate = fates[index % fates.length];
      const address = newAddress(fate);
      if (fate === "without-address") return { addresses: {} };
      if (fate === "refused" || fate === "refused-without-phone") line.script(address, refuses("recipient"));
      if (fate === "lost") line.script(address, refuses("ambiguous"));
      // Some calls look at the counters before they are answered, so that the run is surely seen under way.
      if (index % 100 === 0) line.script(address, async (call) => (await sampleUnderWay(), accepts()(call)));
      return { addresses: { line: address, ...(fate === "refused" ? { phone: newAddress("phone") } : {}) } };
    });
    let samplesUnderWay = 0;
    const submitted = Promise.withResolvers<string>();
    const sampleUnderWay = async () => {
      const counts = await sample();
      expect(counts.sending).toBeGreaterThan(0);
      samplesUnderWay += 1;
    };
    const sample = async (): Promise<MessageCounts> => {
      const { counts } = (await shared.engine.message(await submitted.promise))!;
      const { scheduled, held, pending, sending, waiting, final } = counts;
      const statuses = [scheduled, held, pending, sending, waiting, final];
      expect(statuses.every((count) => count >= 0)).toBe(true);
      expect(statuses.reduce((sum, count) => sum + count)).toBe(2_000);
      expect(counts.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(final);
      return counts;
    };
    const message = await shared.engine.submit({ to, content: { type: "text", text: "Hello" } });
    submitted.resolve(message.id);
    await until("only lost answers are open", async () => {
      const counts = await sample();
      return counts.final === 1_600 && counts.sending === 400;
    });
    expect(samplesUnderWay).toBe(20);
    await advance(11 * 60_000, shared);
    await until("all are final", async () => (await sample()).final === 2_000);
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 400 },
      { outcome: "accepted", succeeded: true, channel: "sms", count: 400 },
      { outcome: "skipped", succeeded: false, count: 400 },
      { outcome: "failed", succeeded: false, channel: "line", count: 400 },
      { outcome: "unknown", succeeded: false, channel: "line", count: 400 },
    ]);
    const { rows } = await sql`
      select outcome, succeeded, coalesce(channel, '') as channel, count(*)::int as count from delivery
      where message_id = ${(await shared.engine.deliveries(message.id, { limit: 1 }))!.items[0]!.id.slice(4, 36)}::uuid
      group by 1, 2, 3 order by 2 desc, 3, 1`.execute(shared.connection);
    expect(rows).toEqual(counts.outcomes.map((outcome) => ({ channel: "", ...outcome })));
    expect(line.calls).toHaveLength(1_600);
    expect(sms.calls).toHaveLength(400);
  });

  it("uses no address twice on one channel, however it is written", async () => {
    const [address, phone] = [newAddress(), newAddress()];
    const message = await shared.engine.submit({
      to: [
        { addresses: { line: address } },
        { addresses: { line: address.toUpperCase(), phone } },
        { addresses: { line: address, phone } },
      ],
      content: { type: "text", text: "Hello" },
    });
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ outcome: "accepted", channel: "line" });
    expect(await finalDelivery(shared, message, 1)).toMatchObject({ outcome: "accepted", channel: "sms" });
    expect(await finalDelivery(shared, message, 2)).toMatchObject({ outcome: "skipped", reason: { code: "duplicate-address" } });
    await idle(shared);
    expect(line.callsTo(address)).toHaveLength(1);
    expect(sms.callsTo(phone)).toHaveLength(1);
  });

  it("fails one person alone for a missing variable, by name", async () => {
    const people = [{ name: "Aiko" }, {}, { name: "Ben" }].map((variables) => ({
      addresses: { line: newAddress() },
      variables,
    }));
    const message = await shared.engine.submit({
      to: people,
      content: { type: "text", text: "Hi {{ name }}", template: true },
      plan: { steps: [{ channel: "line" }] },
    });
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 2 },
      { outcome: "skipped", succeeded: false, count: 1 },
    ]);
    const failed = await finalDelivery(shared, message, 1);
    expect(failed.reason?.code).toBe("content-refused");
    expect(failed.reason?.detail).toContain("the variable name is missing");
    expect(people.map(({ addresses }) => line.callsTo(addresses.line)[0]?.bytes)).toEqual([
      '{"text":"Hi Aiko"}',
      undefined,
      '{"text":"Hi Ben"}',
    ]);
  });
});
