import { InvalidRequestError, type EvidenceEvent } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { createScriptedChannel, inboundRequest } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  deliveryThat,
  finalDelivery,
  idle,
  newAddress,
  openTestEngine,
  submitText,
  useEngine,
} from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";

const hour = 3_600_000;
const receipts = { best: "delivered", negative: true, horizonMs: 10 * hour, recallable: false } as const;
const content = { type: "text", text: "Hello" } as const;

describe.each(oneTestDatabase)("delivery time windows on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: 23 * hour, maxRecipients: 500 });
  const receipted = createScriptedChannel({ channel: "receipted", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const accounts = [line, receipted, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
  const shared = useEngine(database, { accounts });
  const window = (from: number, to: number, zone?: string) => windowAround(shared, from, to, zone);
  const onLine = { plan: { steps: [{ channel: "line" }] } };
  const receiptedThenSms = { plan: { steps: [{ channel: "receipted", switchAfter: "PT2H" }, { channel: "sms" }] } };
  const bothAddresses = () => ({ line: newAddress(), phone: newAddress() });
  const people = (count: number, more: object = {}) => Array.from({ length: count }, () => ({ addresses: { line: newAddress() }, ...more }));
  const isHeld = ({ status }: { readonly status: string }) => status === "held";

  async function refusalOf(request: Partial<MessageRequest>): Promise<InvalidRequestError["problems"]> {
    const whole = { to: [{ addresses: { line: newAddress() } }], content, ...onLine, ...request };
    const errors = await Promise.all(
      [shared.engine.submit(whole), shared.engine.explain(whole)].map((work) => work.then(() => undefined, (error: unknown) => error)),
    );
    for (const error of errors) expect(error).toBeInstanceOf(InvalidRequestError);
    const [submitted, explained] = errors as InvalidRequestError[];
    const codes = ({ problems }: InvalidRequestError) => problems.map(({ pointer, code }) => ({ pointer, code }));
    expect(codes(explained!)).toEqual(codes(submitted!));
    return submitted!.problems;
  }

  it("let through at once what comes while they are open", async () => {
    const message = await submitText(shared, { line: newAddress() }, { ...onLine, deliveryTimeWindow: window(-1, 1) });
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", succeeded: true });
    expect(delivery.timeline.map(({ type }) => type)).not.toContain("held");
  });

  it("hold many until they open, who then share a call, and nobody looks at them before", async () => {
    const deliveryTimeWindow = window(2, 4);
    const to = people(300);
    const calls = line.calls.length;
    const message = await shared.engine.submit({ to, content, ...onLine, deliveryTimeWindow });
    expect(message.deliveryTimeWindow).toEqual(deliveryTimeWindow);
    await idle(shared);
    const held = (await shared.engine.message(message.id))!;
    expect(held).toMatchObject({ status: "sending", deliveryTimeWindow, counts: { recipients: 300, held: 300, pending: 0, final: 0 } });
    const delivery = await deliveryThat(shared, message, "is held", isHeld);
    const { heldUntil } = delivery;
    expect(heldUntil!.getTime() % 60_000).toBe(0);
    expect(Math.abs(heldUntil!.getTime() - shared.context.clock.now().getTime() - 2 * hour)).toBeLessThan(2 * 60_000);
    expect(delivery.timeline.at(-1)).toEqual({ type: "held", at: expect.any(Date), step: 0, until: heldUntil });
    expect((await shared.engine.deliveries(message.id, { status: "held", limit: 1000 }))?.items).toHaveLength(300);
    await advance(hour, shared);
    await idle(shared);
    expect(line.calls).toHaveLength(calls);
    await advance(hour, shared);
    const done = await completedMessage(shared, message);
    expect(done.counts).toMatchObject({ held: 0, outcomes: [{ outcome: "accepted", succeeded: true, channel: "line", count: 300 }] });
    expect(line.calls.slice(calls).map((call) => call.to.length)).toEqual([300]);
  });

  it("go by each recipient's own clock", async () => {
    const window12 = { ...window(-1, 1, "Asia/Tokyo"), timeZone: "recipient", fallbackTimeZone: "Asia/Bangkok" };
    const [tokyo, bangkok, nowhere] = [newAddress(), newAddress(), newAddress()];
    const to = [
      { addresses: { line: tokyo }, timeZone: "Asia/Tokyo" },
      { addresses: { line: bangkok }, timeZone: "Asia/Bangkok" },
      { addresses: { line: nowhere } },
    ];
    const request = { to, content, ...onLine, deliveryTimeWindow: window12 };
    const explained = await shared.engine.explain(request);
    const message = await shared.engine.submit(request);
    await finalDelivery(shared, message, 0);
    await idle(shared);
    expect((await shared.engine.message(message.id))?.counts).toMatchObject({ held: 2, final: 1 });
    const held = await Promise.all([1, 2].map((number) => deliveryThat(shared, message, "is held", isHeld, number)));
    expect(explained.recipients.map(({ steps }) => steps[0]!.heldUntil)).toEqual([undefined, ...held.map(({ heldUntil }) => heldUntil)]);
    await advance(2 * hour, shared);
    await completedMessage(shared, message);
    expect([tokyo, bangkok, nowhere].map((address) => line.callsTo(address).length)).toEqual([1, 1, 1]);
    // The two whose clocks agree share a call; it cannot be too late for one of its members only.
    expect(line.callsTo(bangkok)).toEqual(line.callsTo(nowhere));
    expect(line.callsTo(bangkok)).not.toEqual(line.callsTo(tokyo));
  });

  it("never hold people of several clocks in one call back from or up to the others' hours", async () => {
    const to = [...people(3, { timeZone: "Asia/Tokyo" }), ...people(3, { timeZone: "Asia/Seoul" })];
    const calls = line.calls.length;
    const request = { to, content, ...onLine, deliveryTimeWindow: { ...window(-1, 1, "Asia/Tokyo"), timeZone: "recipient" } };
    const explained = await shared.engine.explain(request);
    await completedMessage(shared, await shared.engine.submit(request));
    expect(line.calls.slice(calls).map((call) => call.to.length)).toEqual([3, 3]);
    expect(new Set(explained.recipients.map(({ steps }) => steps[0]!.call))).toEqual(new Set(["bulk"]));
  });

  it("hold a later step that falls due outside of them, until they open", async () => {
    const addresses = bothAddresses();
    const message = await submitText(shared, addresses, { ...receiptedThenSms, deliveryTimeWindow: window(-1, 1) });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(2 * hour + 60_000, shared);
    const held = await deliveryThat(shared, message, "is held", isHeld);
    expect(held).toMatchObject({ step: 1 });
    expect((await shared.engine.message(message.id))?.counts).toMatchObject({ held: 1, waiting: 0 });
    await idle(shared);
    expect(sms.callsTo(addresses.phone)).toHaveLength(0);
    await advance(held.heldUntil!.getTime() - shared.context.clock.now().getTime() + 1_000, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: true, channel: "sms" });
    expect(sms.callsTo(addresses.phone)).toHaveLength(1);
  });

  it("let nobody be called whom an earlier step turns out to have reached while a later one was held", async () => {
    const addresses = bothAddresses();
    const message = await submitText(shared, addresses, { ...receiptedThenSms, deliveryTimeWindow: window(-1, 1) });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(3 * hour, shared);
    await deliveryThat(shared, message, "is held", isHeld);
    const delivered: EvidenceEvent = {
      type: "evidence",
      eventId: `delivered-${addresses.line}`,
      correlation: { attemptId: receipted.callsTo(addresses.line)[0]!.attemptId },
      evidence: "delivered",
      at: new Date(),
    };
    await shared.engine.receive("receipted-account", inboundRequest([delivered]));
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "delivered", succeeded: true, step: 0, channel: "receipted" });
    expect((await completedMessage(shared, message)).counts).toMatchObject({ held: 0, pending: 0, final: 1 });
    await advance(24 * hour, shared);
    await idle(shared);
    expect(sms.callsTo(addresses.phone)).toHaveLength(0);
  });

  it("end a delivery at once where they open too late for it, and the plan says so", async () => {
    const deliveryTimeWindow = { ...window(-1, 1, "Asia/Tokyo"), timeZone: "recipient" };
    const [tokyo, bangkok] = [newAddress(), newAddress()];
    const to = [
      { addresses: { line: tokyo }, timeZone: "Asia/Tokyo" },
      { addresses: { line: bangkok }, timeZone: "Asia/Bangkok" },
    ];
    const request = { to, content, ...onLine, deliveryTimeWindow, validityPeriod: "PT30M" };
    const { recipients } = await shared.engine.explain(request);
    expect(recipients.map(({ steps }) => `${steps[0]!.verdict} ${steps[0]!.reason}`)).toEqual([
      "use reachability-not-asked",
      "skip outside-window",
    ]);
    const message = await completedMessage(shared, await shared.engine.submit(request));
    expect(message.counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 1 },
      { outcome: "expired", succeeded: false, count: 1 },
    ]);
    expect(await finalDelivery(shared, message, 1)).toMatchObject({
      reason: { code: "outside-window", detail: expect.stringMatching(/opens next at 20\d\d-.*Z, and the delivery ends at 20/) },
    });
    expect(line.callsTo(bangkok)).toHaveLength(0);
  });

  it("end a delivery with what an earlier step achieved where a later one falls due too late for them", async () => {
    const addresses = bothAddresses();
    const request = { to: [{ addresses }], content, ...receiptedThenSms, deliveryTimeWindow: window(-1, 1), validityPeriod: "PT5H" };
    const { recipients } = await shared.engine.explain(request);
    expect(recipients[0]!.steps[1]).toMatchObject({ verdict: "standby", detail: expect.stringContaining("takes over while the window is open") });
    const message = await shared.engine.submit(request);
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(2 * hour + 60_000, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "accepted", succeeded: false, reason: { code: "outside-window" } });
    expect(sms.callsTo(addresses.phone)).toHaveLength(0);
  });

  it("survive a restart", async () => {
    const own = await database.create();
    const first = await openTestEngine({ database: own.settings, accounts });
    first.engine.start();
    const address = newAddress();
    const message = await submitText(first, { line: address }, { ...onLine, deliveryTimeWindow: windowAround(first, 2, 4) });
    await deliveryThat(first, message, "is held", isHeld);
    await first.engine.stop();
    const second = await openTestEngine({ database: own.settings, accounts });
    second.engine.start();
    await idle(second);
    expect(line.callsTo(address)).toHaveLength(0);
    await advance(2 * hour, second);
    await finalDelivery(second, message);
    expect(line.callsTo(address)).toHaveLength(1);
    await second.engine.stop();
    await own.drop();
  });

  it("hold the copies that a list's members get, by their own clocks", async () => {
    const list = await shared.engine.audiences.create({ name: "spring" });
    const address = newAddress();
    const deliveryTimeWindow = { ...window(2, 4, "Asia/Tokyo"), timeZone: "recipient" };
    await shared.engine.audiences.addMembers(list.id, [{ addresses: { line: address }, timeZone: "Asia/Tokyo" }]);
    const request = { audience: { type: "list", id: list.id }, content, ...onLine, deliveryTimeWindow };
    const message = await shared.engine.submit(request);
    await deliveryThat(shared, message, "is held", isHeld);
    await shared.engine.audiences.addMembers(list.id, [{ addresses: { line: newAddress() } }]);
    const refused = await shared.engine.submit(request).catch((error: unknown) => error as InvalidRequestError);
    expect(refused).toMatchObject({ problems: [{ pointer: "/deliveryTimeWindow/fallbackTimeZone", code: "missing-time-zone" }] });
    await expect(shared.engine.explain(request)).rejects.toThrow(InvalidRequestError);
    await advance(2 * hour, shared);
    await finalDelivery(shared, message);
    expect(line.callsTo(address)).toHaveLength(1);
  });

  it("count from the moment at which a message is sent", async () => {
    const at = (hours: number) => new Date(shared.context.clock.now().getTime() + hours * hour).toISOString();
    const deliveryTimeWindow = window(2, 4);
    const address = newAddress();
    const request = { to: [{ addresses: { line: address } }], content, ...onLine, deliveryTimeWindow, validityPeriod: "PT1H" };
    const { recipients } = await shared.engine.explain({ ...request, sendAt: at(1.5) });
    expect(recipients[0]!.steps[0]).toMatchObject({ verdict: "use", heldUntil: expect.any(Date) });
    const message = await shared.engine.submit({ ...request, sendAt: at(1.5) });
    await expect(shared.engine.submit({ ...request, sendAt: at(5) })).rejects.toThrow(InvalidRequestError);
    await expect(shared.engine.controls.reschedule(message.id, at(5))).rejects.toThrow(InvalidRequestError);
    expect(await shared.engine.controls.reschedule(message.id, at(3))).toMatchObject({ status: "scheduled" });
    await advance(3 * hour + 1_000, shared);
    const delivery = await finalDelivery(shared, message);
    expect(delivery.timeline.map(({ type }) => type)).not.toContain("held");
  });

  it("stand over a pause: whoever is let go outside of them is held again", async () => {
    const address = newAddress();
    const message = await submitText(shared, { line: address }, { ...onLine, deliveryTimeWindow: window(2, 4) });
    const { heldUntil } = await deliveryThat(shared, message, "is held", isHeld);
    await shared.engine.controls.pause(message.id);
    await shared.engine.controls.resume(message.id);
    await idle(shared);
    expect(await deliveryThat(shared, message, "is held again", isHeld)).toMatchObject({ heldUntil });
    await shared.engine.controls.pause(message.id);
    await advance(2 * hour, shared);
    const paused = await deliveryThat(shared, message, "is held by the pause", ({ status, heldUntil: until }) => status === "held" && until === undefined);
    expect(paused.timeline.filter(({ type }) => type === "held").length).toBeGreaterThan(0);
    expect(line.callsTo(address)).toHaveLength(0);
    await shared.engine.controls.resume(message.id);
    await finalDelivery(shared, message);
    expect(line.callsTo(address)).toHaveLength(1);
  });

  it("are refused where they make no sense", async () => {
    const same = { from: "09:00", to: "09:00", timeZone: "Asia/Tokyo" };
    const own = { ...window(-1, 1), timeZone: "recipient" };
    expect(await refusalOf({ deliveryTimeWindow: same })).toMatchObject([{ pointer: "/deliveryTimeWindow/to", code: "never-closes" }]);
    expect(await refusalOf({ deliveryTimeWindow: own })).toMatchObject([{ pointer: "/to/0/timeZone", code: "missing-time-zone" }]);
    expect(await refusalOf({ deliveryTimeWindow: { ...window(-1, 1), fallbackTimeZone: "Asia/Tokyo" } })).toMatchObject([
      { pointer: "/deliveryTimeWindow/fallbackTimeZone", code: "not-needed" },
    ]);
    const late = await refusalOf({ deliveryTimeWindow: window(2, 4), validityPeriod: "PT1H" });
    expect(late).toMatchObject([{ pointer: "/deliveryTimeWindow", code: "never-opens" }]);
    const [, opensAt] = /opens next at (\S+),/.exec(late[0]!.detail)!;
    expect(Math.abs(Date.parse(opensAt!) - shared.context.clock.now().getTime() - 2 * hour)).toBeLessThan(2 * 60_000);
    await submitText(shared, { line: newAddress() }, { ...onLine, purpose: "otp", deliveryTimeWindow: window(-1, 1) });
    expect(await refusalOf({ purpose: "otp", deliveryTimeWindow: window(2, 4) })).toMatchObject([{ code: "never-opens" }]);
  });
});
