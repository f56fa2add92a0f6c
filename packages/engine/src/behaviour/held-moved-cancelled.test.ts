import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, type Answer } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";

const hour = 3_600_000;

describe.each(testDatabases)("a message on $name", (database) => {
  /** Whoever was accepted by the provider, in order. */
  const ledger: string[] = [];
  const takes: Answer = (call) => {
    ledger.push(...call.to);
    return accepts()(call);
  };
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const accounts = [{ id: "line-account", adapters: [line.adapter] }];
  const shared = useEngine(database, { accounts, settings: { concurrentCalls: 2 } });

  it("held by a window, paused, moved, resumed and cancelled half way gives one account everywhere", async () => {
    const inAnHour = new Date(shared.context.clock.now().getTime() + hour).toISOString();
    // Open for those in UTC from release on, closed for those in Tokyo, whose clocks are nine hours ahead.
    const deliveryTimeWindow = { ...windowAround(shared, 0, 8), timeZone: "recipient" as const };
    const to = Array.from({ length: 600 }, (_, number) => ({
      addresses: { line: newAddress() },
      timeZone: number % 2 === 0 ? "UTC" : "Asia/Tokyo",
    }));
    const gate = Promise.withResolvers<void>();
    line.scriptOthers(async (call) => gate.promise.then(() => takes(call)));
    const message = await shared.engine.submit({
      to, content: { type: "text", text: "Hello" }, plan: { steps: [{ channel: "line" }] }, deliveryTimeWindow, sendAt: inAnHour,
    });
    const { controls } = shared.engine;
    const view = async () => (await shared.engine.message(message.id))!;
    await advance(hour + 1_000, shared);
    await until("some are under way", () => line.calls.length > 0);
    expect(await controls.pause(message.id)).toMatchObject({ status: "paused" });
    gate.resolve();
    line.scriptOthers(takes);
    const paused = await until("calls under way have ended", async () => {
      const each = await view();
      return each.counts.sending === 0 && each;
    });
    expect(paused.counts).toMatchObject({ scheduled: 0, final: ledger.length });
    expect(paused.counts.final).toBeLessThan(300);
    await idle(shared);
    await agrees();

    const later = new Date(shared.context.clock.now().getTime() + 2 * hour);
    expect(await controls.reschedule(message.id, later.toISOString())).toMatchObject({ status: "paused", sendAt: later });
    expect(await controls.resume(message.id)).toMatchObject({ status: "scheduled", counts: paused.counts });
    await advance(hour, shared);
    await idle(shared);
    expect(ledger).toHaveLength(paused.counts.final);
    await advance(hour + 1_000, shared);
    await until("whose window is open has got it", async () => (await view()).counts.final === 300);
    await idle(shared);
    expect(await view()).toMatchObject({ status: "sending", counts: { held: 300, pending: 0, final: 300 } });
    await agrees();

    expect(await controls.cancel(message.id)).toMatchObject({ status: "cancelled", tooLate: 0, counts: { held: 0, final: 600 } });
    await advance(24 * hour, shared);
    await idle(shared);
    expect((await view()).counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 300 },
      { outcome: "cancelled", succeeded: false, count: 300 },
    ]);
    expect(ledger.toSorted()).toEqual(to.filter(({ timeZone }) => timeZone === "UTC").map(({ addresses }) => addresses.line).toSorted());
    await agrees();

    /** The message's counters are what a count of its deliveries gives. */
    async function agrees(): Promise<void> {
      const { counts } = await view();
      const { rows } = await sql<{ status: string; count: number }>`
        select status, count(*)::int as count from delivery where message_id = ${message.id.replace("msg_", "")}::uuid
        group by 1`.execute(shared.connection);
      const counted = Object.fromEntries(rows.map(({ status, count }) => [status, count]));
      const { held, pending, waiting, final } = counts;
      expect({ held: 0, pending: 0, waiting: 0, final: 0, ...counted }).toEqual({ held, pending, waiting, final });
    }
  }, 60_000);
});
