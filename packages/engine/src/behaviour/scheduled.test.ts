import { describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, idle, newAddress, openTestEngine, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe.each(oneTestDatabase)("scheduled messages on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line" });
  const other = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [channel, other].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts });
  const from = (ms: number) => new Date(shared.context.clock.now().getTime() + ms);
  const plan = { steps: [{ channel: "line" }] };
  const text = { type: "text", text: "Hello" } as const;
  const view = async (id: string) => (await shared.engine.message(id))!;

  it("wait for their time, counted as scheduled, and then go out", async () => {
    const to = Array.from({ length: 600 }, () => ({ addresses: { line: newAddress() } }));
    const sendAt = from(2 * hour);
    const message = await shared.engine.submit({ to, content: text, plan, sendAt: sendAt.toISOString() });
    expect(message).toMatchObject({ status: "scheduled", sendAt, validUntil: new Date(sendAt.getTime() + 2 * day), counts: { scheduled: 600, pending: 0 } });
    expect(await view(message.id)).toEqual({ ...message, createdAt: expect.any(Date) });
    await advance(hour, shared);
    await idle(shared);
    expect(await view(message.id)).toMatchObject({ status: "scheduled", counts: { scheduled: 600, pending: 0, final: 0 } });
    const page = await shared.engine.deliveries(message.id, { status: "scheduled", limit: 3 });
    expect(page!.items.map(({ status }) => status)).toEqual(["scheduled", "scheduled", "scheduled"]);
    expect((await shared.engine.deliveries(message.id, { status: "pending", limit: 3 }))!.items).toEqual([]);
    expect(to.flatMap(({ addresses }) => channel.callsTo(addresses.line))).toEqual([]);
    await advance(hour + 1_000, shared);
    expect(await completedMessage(shared, message)).toMatchObject({ counts: { scheduled: 0, pending: 0, final: 600 } });
    expect(to.every(({ addresses }) => channel.callsTo(addresses.line).length === 1)).toBe(true);
  });

  it("go out at once when their time has passed, and are valid from then on", async () => {
    const line = newAddress();
    const before = from(0);
    const message = await submitText(shared, { line }, { plan, sendAt: from(-400 * day).toISOString() });
    expect(message.status).toBe("sending");
    expect(message.validUntil.getTime()).toBeGreaterThanOrEqual(before.getTime() + 2 * day);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true });
  });

  it("end at expiresAt, however long they could last", async () => {
    const expiresAt = from(5 * hour);
    const message = await submitText(shared, { line: newAddress() }, { plan, sendAt: from(4 * hour).toISOString(), expiresAt: expiresAt.toISOString() });
    expect(message).toMatchObject({ expiresAt, validUntil: expiresAt });
  });

  it("expire when nobody released them in time", async () => {
    const own = await database.create();
    const engine = await openTestEngine({ database: own.settings, accounts });
    const line = newAddress();
    const sendAt = new Date(engine.context.clock.now().getTime() + hour).toISOString();
    const message = await submitText(engine, { line }, { plan, sendAt, validityPeriod: "PT10M" });
    await advance(2 * hour, engine);
    engine.engine.start();
    expect(await finalDelivery(engine, message)).toMatchObject({ outcome: "expired" });
    expect(channel.callsTo(line)).toEqual([]);
    await engine.engine.stop();
    await own.drop();
  });

  it("are released by whatever process is there, also after a restart", async () => {
    const own = await database.create();
    const first = await openTestEngine({ database: own.settings, accounts });
    first.engine.start();
    const line = newAddress();
    const message = await submitText(first, { line }, { plan, sendAt: new Date(first.context.clock.now().getTime() + hour).toISOString() });
    await first.engine.stop();
    const second = await openTestEngine({ database: own.settings, accounts });
    second.engine.start();
    expect((await second.engine.message(message.id))!.counts).toMatchObject({ scheduled: 1 });
    await advance(hour + 1_000, second);
    expect(await finalDelivery(second, message)).toMatchObject({ outcome: "accepted" });
    expect(channel.callsTo(line)).toHaveLength(1);
    await second.engine.stop();
    await own.drop();
  });

  it.each([
    ["181 days ahead", { sendAt: 181 * day }, "/sendAt", "too-far"],
    ["an end before the release", { sendAt: 2 * hour, expiresAt: hour }, "/expiresAt", "ends-before-release"],
    ["an end that has passed", { expiresAt: -hour }, "/expiresAt", "ends-before-release"],
    ["a validity that runs past the end", { sendAt: hour, expiresAt: 2 * hour, validityPeriod: "PT2H" }, "/validityPeriod", "outlasts-expires-at"],
    ["a step that would start after the end", { sendAt: hour, expiresAt: hour + minute }, "/plan/steps/1", "never-reached"],
  ])("are refused for %s", async (_what, { validityPeriod, ...moments }: { validityPeriod?: string; sendAt?: number; expiresAt?: number }, pointer, code) => {
    const times = Object.fromEntries(Object.entries(moments).map(([name, ms]) => [name, from(ms).toISOString()]));
    const request = {
      to: [{ addresses: { line: newAddress(), phone: newAddress() } }],
      content: text,
      plan: { steps: [{ channel: "line", switchAfter: "PT2M" }, { channel: "sms" }] },
      ...(validityPeriod !== undefined && { validityPeriod }),
      ...times,
    };
    const refusal = { problems: [expect.objectContaining({ pointer, code })] };
    await expect(shared.engine.submit(request)).rejects.toMatchObject(refusal);
    await expect(shared.engine.explain(request)).rejects.toMatchObject(refusal);
  });

  it("are explained with their moments", async () => {
    const sendAt = from(3 * hour);
    const expiresAt = from(4 * hour);
    const explained = await shared.engine.explain({
      to: [{ addresses: { line: newAddress() } }], content: text, plan, sendAt: sendAt.toISOString(), expiresAt: expiresAt.toISOString(),
    });
    expect(explained).toMatchObject({ sendAt, expiresAt, plan: { validityPeriod: "PT1H" } });
    expect(Math.abs(explained.validUntil.getTime() - expiresAt.getTime())).toBeLessThan(1);
    expect(explained.recipients[0]!.latestFinishAt.getTime()).toBeGreaterThanOrEqual(sendAt.getTime());
  });

  it("name every counter right at every moment of their release", async () => {
    const to = Array.from({ length: 1_200 }, () => ({ addresses: { line: newAddress() } }));
    const message = await shared.engine.submit({ to, content: text, plan, sendAt: from(hour).toISOString() });
    await advance(hour + 1_000, shared);
    await until("it is completed", async () => {
      const { status, counts } = await view(message.id);
      const { recipients, scheduled, held, pending, sending, waiting, final, outcomes } = counts;
      expect(scheduled + held + pending + sending + waiting + final).toBe(recipients);
      expect(outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(final);
      expect(scheduled === 0 || scheduled === recipients).toBe(true);
      return status === "completed";
    });
  });
});
