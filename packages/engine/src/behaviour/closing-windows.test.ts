import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { parseMessageId } from "../ids.ts";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";
import { openingAt } from "../windows/openings.ts";

const minute = 60_000;
const hour = 60 * minute;

describe.each(oneTestDatabase)("a window that closes on $name", (database) => {
  const keyed = { kind: "line", keyLifetimeMs: 23 * hour };
  const slow = createScriptedChannel({ ...keyed, channel: "slow", limits: { single: { requests: 10, perMs: 1_000 } } });
  const bulk = createScriptedChannel({ ...keyed, channel: "bulk", maxRecipients: 500 });
  const keyless = createScriptedChannel({ kind: "line", channel: "keyless" });
  const sms = createScriptedChannel({ kind: "phone", channel: "sms" });
  const accounts = [slow, bulk, keyless, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts });
  const on = (channel: string) => ({ plan: { steps: [{ channel }] }, deliveryTimeWindow: windowAround(shared, -2, 1) });
  const isHeld = ({ status }: { readonly status: string }) => status === "held";

  it("lets nothing out any more, not even what has its turn already, and everything when it opens again", async () => {
    const to = Array.from({ length: 40 }, (_, name) => ({ addresses: { line: newAddress(), phone: newAddress() }, variables: { name } }));
    const content = { type: "text", text: "Hello {{ name }}", template: true } as const;
    const plan = { steps: [{ channel: "slow", switchAfter: "PT2M" }, { channel: "sms" }] };
    const request = { to, content, ...on("slow"), plan };
    const closesAt = openingAt(request.deliveryTimeWindow, "UTC", shared.context.clock.now()).closesAt;
    await advance(closesAt.getTime() - shared.context.clock.now().getTime() - 15_000, shared);
    const message = await shared.engine.submit(request);
    await until("some were called", () => slow.calls.length >= 8);
    await advance(20_000, shared);
    const called = slow.calls.length;
    expect(called).toBeLessThan(40);
    await idle(shared);
    expect(slow.calls).toHaveLength(called);
    await until("those that had their turn are held too", async () => {
      const { counts } = (await shared.engine.message(message.id))!;
      return counts.final === called && counts.held === 40 - called;
    });
    expect(slow.calls).toHaveLength(called);
    await advance(21 * hour, shared);
    await completedMessage(shared, message);
    expect(to.map(({ addresses }) => slow.callsTo(addresses.line).length)).toEqual(to.map(() => 1));
    // The clock of a step on which nothing was called has not run while the window was closed.
    expect(sms.calls).toHaveLength(0);
  });

  it("lets what the provider put off past its end go when it opens again, together and under a new key", async () => {
    const to = Array.from({ length: 20 }, () => ({ addresses: { line: newAddress() } }));
    bulk.script(to[0]!.addresses.line, refuses("throttled", { retryAfterMs: 90 * minute }), accepts());
    const message = await shared.engine.submit({ to, content: { type: "text", text: "Hello" }, ...on("bulk") });
    await until("it was put off", () => bulk.calls.length === 1);
    await idle(shared);
    await advance(91 * minute, shared);
    await deliveryThat(shared, message, "is held", isHeld, 19);
    await idle(shared);
    expect(bulk.calls).toHaveLength(1);
    await advance(21 * hour, shared);
    await completedMessage(shared, message);
    const [first, second] = bulk.callsTo(to[19]!.addresses.line);
    expect(bulk.calls.map((call) => call.to.length)).toEqual([20, 20]);
    expect(second!.attemptId).not.toBe(first!.attemptId);
  });

  it("keeps a call whose answer was lost until it opens again, and then repeats it under its key", async () => {
    const address = newAddress();
    bulk.script(address, refuses("ambiguous", { retryAfterMs: 90 * minute }), accepts());
    const { plan, deliveryTimeWindow } = on("bulk");
    const message = await submitText(shared, { line: address }, { plan: { ...plan, onUnknown: "resend" }, deliveryTimeWindow });
    const { opensAt } = openingAt(deliveryTimeWindow, "UTC", new Date(shared.context.clock.now().getTime() + 2 * hour));
    await until("it is put off until the window opens", async () => {
      const { rows } = await sql`
        select from attempt where message_id = ${parseMessageId(message.id)!} and evidence = 'sending' and due_at = ${opensAt}`.execute(shared.connection);
      return rows.length === 1;
    });
    await advance(2 * hour, shared);
    await finalDelivery(shared, await submitText(shared, { line: newAddress() }, { plan }));
    expect(bulk.callsTo(address)).toHaveLength(1);
    await advance(20 * hour, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: false });
    const [first, second, ...more] = bulk.callsTo(address);
    expect(second!.attemptId).toBe(first!.attemptId);
    expect(more).toEqual([]);
  });

  it("holds a retry that falls due outside of it", async () => {
    const address = newAddress();
    keyless.script(address, refuses("throttled", { retryAfterMs: 90 * minute }), accepts());
    const message = await submitText(shared, { line: address }, on("keyless"));
    await until("it was put off", () => keyless.calls.length === 1);
    await idle(shared);
    await advance(91 * minute, shared);
    await deliveryThat(shared, message, "is held", isHeld);
    expect(keyless.calls).toHaveLength(1);
    await advance(21 * hour, shared);
    await finalDelivery(shared, message);
    expect(keyless.calls).toHaveLength(2);
  });
});
