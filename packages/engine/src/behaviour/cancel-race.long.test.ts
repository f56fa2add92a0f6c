import { describe, expect, it } from "vitest";
import type { MessageView } from "../message-view.ts";
import { accepts, createScriptedChannel, refuses, type Answer } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { idle, newAddress, until, useEngine } from "../testing/test-engine.ts";

const people = 60;

/** How each kind of cancel is asked for; single ones are refused where the delivery has ended already. */
const cancels = {
  "whole messages": async ({ controls }: Controlled, { id }: MessageView) => void (await controls.cancel(id).catch(() => undefined)),
  "single deliveries": async ({ controls }: Controlled, { id }: MessageView) => {
    const ids = Array.from({ length: people }, (_, number) => `${id.replace("msg_", "dlv_")}_${number}`);
    // From the end, where sends come last: an embedded database takes one cancel at a time, and all would come too late.
    await Promise.all(ids.toReversed().map((each) => controls.cancelDelivery(each).catch(() => undefined)));
  },
  "whole messages after a pause": async ({ controls }: Controlled, { id }: MessageView) => {
    await controls.pause(id).catch(() => undefined);
    await controls.cancel(id).catch(() => undefined);
  },
} as const;

type Controlled = ReturnType<typeof useEngine>["engine"];

describe.each(testDatabases)("cancels that race against sends on $name", (database) => {
  /** Addresses of whatever a provider accepted, in order. */
  const ledger: string[] = [];
  const takes: Answer = (call) => {
    ledger.push(...call.to);
    return accepts()(call);
  };
  const line = createScriptedChannel({ channel: "line", kind: "line" });
  const bulk = createScriptedChannel({ channel: "bulk", kind: "line", maxRecipients: 20, keyLifetimeMs: 3_600_000 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const channels = [line, bulk, sms];
  const shared = useEngine(database, {
    accounts: channels.map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
    settings: { concurrentCalls: 8 },
  });
  for (const channel of channels) channel.scriptOthers(takes);

  it.each(Object.entries(cancels))("never let a call follow: %s", async (_what, cancel) => {
    let [accepted, stopped] = [0, 0];
    const isOneSided = () => accepted === 0 || stopped === 0;
    // A busy machine may let one side win for long: then the cancel comes at once, or later and later.
    for (let round = 0; round < 8 || (isOneSided() && round < 60); round += 1) {
      const delayMs = round < 8 ? round * 4 : stopped === 0 ? 0 : round * 4;
      const to = Array.from({ length: people }, () => ({ addresses: { line: newAddress(), phone: newAddress("phone") } }));
      // Some are refused at first, so that switches and retries race too.
      to.forEach(({ addresses }, index) => {
        if (index % 3 === 0) line.script(addresses.line, refuses(index % 2 === 0 ? "recipient" : "unavailable"), takes);
      });
      const steps = [{ channel: round % 3 === 0 ? "bulk" : "line" }, { channel: "sms" }];
      const message = await shared.engine.submit({ to, content: { type: "text", text: "Hello" }, plan: { steps } });
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await cancel(shared.engine, message);
      const callsOf = ({ addresses }: (typeof to)[number]) =>
        line.callsTo(addresses.line).length + bulk.callsTo(addresses.line).length + sms.callsTo(addresses.phone).length;
      const confirmed = await cancelledNumbers(message);
      const before = confirmed.map((number) => callsOf(to[number]!));
      await until("it is over", async () => (await shared.engine.message(message.id))!.counts.final === people);
      await idle(shared);
      expect(confirmed.map((number) => callsOf(to[number]!))).toEqual(before);
      const reached = new Set(ledger);
      const cancelled = await cancelledNumbers(message);
      const wronglyReached = cancelled.filter((number) => Object.values(to[number]!.addresses).some((address) => reached.has(address)));
      expect(wronglyReached).toEqual([]);
      const { counts } = (await shared.engine.message(message.id))!;
      expect(counts.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(people);
      expect(counts.outcomes.filter(({ outcome }) => outcome === "cancelled").reduce((sum, { count }) => sum + count, 0)).toBe(cancelled.length);
      stopped += cancelled.length;
      accepted += to.filter(({ addresses }) => Object.values(addresses).some((address) => reached.has(address))).length;
    }
    // Each side won some, or nothing was raced.
    expect(accepted).toBeGreaterThan(0);
    expect(stopped).toBeGreaterThan(0);
  }, 120_000);

  async function cancelledNumbers({ id }: MessageView): Promise<readonly number[]> {
    const { items } = (await shared.engine.deliveries(id, { limit: people, outcome: "cancelled" }))!;
    return items.map((delivery) => Number(delivery.id.split("_")[2]));
  }
});
