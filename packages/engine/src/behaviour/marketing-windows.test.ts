import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;
const dayMs = 24 * hour;
const content = { type: "text", text: "Spring sale" } as const;

describe.each(oneTestDatabase)("the operator's window for marketing on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
    marketingWindow: { from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" },
  });
  const plan = { steps: [{ channel: "line" }] };
  const marketing = { purpose: "marketing", plan } as const satisfies Partial<MessageRequest>;
  const isHeld = ({ status }: { readonly status: string }) => status === "held";
  /** Moves on to the next time at which clocks in Tokyo show this hour. */
  const advanceToTokyo = async (clockHour: number) => {
    const sinceMidnight = (shared.context.clock.now().getTime() + 9 * hour) % dayMs;
    await advance((clockHour * hour - sinceMidnight + dayMs) % dayMs, shared);
  };

  it("holds marketing until it opens by each person's clock, and nothing else", async () => {
    await advanceToTokyo(22);
    const [unknown, inLondon] = [newAddress(), newAddress()];
    const to = [{ addresses: { line: unknown } }, { addresses: { line: inLondon }, timeZone: "Europe/London" }];
    const explained = await shared.engine.explain({ to, content, ...marketing });
    const message = await shared.engine.submit({ to, content, ...marketing });
    const held = await deliveryThat(shared, message, "is held", isHeld);
    await finalDelivery(shared, message, 1);
    expect([line.callsTo(unknown).length, line.callsTo(inLondon).length]).toEqual([0, 1]);
    expect(explained.recipients.map(({ steps }) => steps[0]!.heldUntil)).toEqual([held.heldUntil, undefined]);
    expect(held.heldUntil!.toISOString()).toMatch(/T00:00:00.000Z$/);
    const note = { code: "marketing-window", detail: "marketing goes out from 09:00 to 20:00 by the clocks of each recipient's own zone, else Asia/Tokyo, and waits for that" };
    expect([message.plan.notes.at(-1), explained.plan.notes.at(-1)]).toEqual([note, note]);
    const notice = await submitText(shared, { line: newAddress() }, { plan });
    await finalDelivery(shared, notice);
    expect(notice.plan.notes).not.toContainEqual(note);
    await advanceToTokyo(9);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted" });
  });

  it("stands beside the message's own: both must be open, for every step", async () => {
    await advanceToTokyo(10);
    const addresses = { line: newAddress(), phone: newAddress("phone") };
    const evening = { from: "18:00", to: "23:00", timeZone: "Asia/Tokyo" };
    const message = await submitText(shared, addresses, { ...marketing, deliveryTimeWindow: evening });
    expect((await deliveryThat(shared, message, "is held", isHeld)).heldUntil!.toISOString()).toMatch(/T09:00:00.000Z$/);
    await advanceToTokyo(21);
    const late = await submitText(shared, { line: newAddress() }, { ...marketing, deliveryTimeWindow: evening });
    expect((await deliveryThat(shared, late, "is held", isHeld)).heldUntil!.toISOString()).toMatch(/T09:00:00.000Z$/);
    const night = { from: "21:00", to: "23:00", timeZone: "Asia/Tokyo" };
    const request = { ...marketing, deliveryTimeWindow: night };
    const { recipients } = await shared.engine.explain({ to: [{ addresses }], content, ...request });
    const never = { reason: "outside-window", detail: "the delivery time window and the marketing window are never open together" };
    expect(recipients[0]!.steps[0]).toMatchObject({ verdict: "skip", ...never });
    expect(await finalDelivery(shared, await submitText(shared, addresses, request)))
      .toMatchObject({ outcome: "expired", reason: { code: "outside-window", detail: never.detail } });
    await advanceToTokyo(18);
    await Promise.all([message, late].map((each) => finalDelivery(shared, each)));
  });

  it("holds for messages whose people are added later, and for those who are released one by one", async () => {
    await advanceToTokyo(22);
    const open = await shared.engine.submit({ content, ...marketing, open: true, sendingSpeedLimit: { amount: 100, per: "PT1S" } });
    const lines = [{ addresses: { line: newAddress() } }, { addresses: { line: newAddress() } }];
    await shared.engine.openMessages.addRecipients(open.id, (async function* () { yield* lines; })());
    await shared.engine.openMessages.start(open.id, {});
    await until("both are held", async () => (await shared.engine.message(open.id))!.counts.held === 2);
    await idle(shared);
    await advanceToTokyo(9);
    await completedMessage(shared, open);
    expect(lines.map(({ addresses }) => line.callsTo(addresses.line).length)).toEqual([1, 1]);
  });
});
