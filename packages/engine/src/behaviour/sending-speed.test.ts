import { InvalidRequestError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  deliveryThat,
  finalDelivery,
  newAddress,
  openTestEngine,
  until,
  useEngine,
} from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const content = { type: "text", text: "Hello" } as const;
const people = (count: number, more: object = {}) => Array.from({ length: count }, () => ({ addresses: { line: newAddress(), phone: newAddress() }, ...more }));
const channels = () => ({
  line: createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: 23 * hour, maxRecipients: 500 }),
  sms: createScriptedChannel({ channel: "sms", kind: "phone" }),
});
const accountsOf = ({ line, sms }: ReturnType<typeof channels>) =>
  [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));

/** Long enough for a release that should not come. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 150));

describe.each(oneTestDatabase)("a sending speed limit on $name", (database) => {
  const { line, sms } = channels();
  const shared = useEngine(database, { accounts: accountsOf({ line, sms }) });
  const onLine = { content, plan: { steps: [{ channel: "line" }] } };
  const at = (ms: number) => new Date(shared.context.clock.now().getTime() + ms);

  async function refusalOf(request: MessageRequest): Promise<InvalidRequestError["problems"]> {
    const errors = await Promise.all([shared.engine.submit(request), shared.engine.explain(request)].map((work) =>
      work.then(() => undefined, (error: unknown) => error as InvalidRequestError)));
    for (const error of errors) expect(error).toBeInstanceOf(InvalidRequestError);
    expect(errors[1]!.problems.map(({ code }) => code)).toEqual(errors[0]!.problems.map(({ code }) => code));
    return errors[0]!.problems;
  }

  it("releases evenly, together only those within a fifth of a second, and takes one for each whom a bulk call carries", async () => {
    const calls = line.calls.length;
    const started = performance.now();
    const message = await shared.engine.submit({ ...onLine, to: people(40), sendingSpeedLimit: { amount: 40, per: "PT1S" } });
    await completedMessage(shared, message);
    // The last of 40 comes 39 times 25 ms after the first, less what goes together.
    expect(performance.now() - started).toBeGreaterThan(39 * 25 - 200);
    const sizes = line.calls.slice(calls).map(({ to }) => to.length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(40);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(8);
    expect(line.callTimes.slice(calls).at(-1)! - line.callTimes[calls]!).toBeGreaterThan(600);
  });

  it("releases one by one at a low speed, and runs each one's validity from there", async () => {
    const to = people(3);
    const request = { to, content, plan: { steps: [{ channel: "line", switchAfter: "PT10M" }, { channel: "sms" }] }, validityPeriod: "PT30M", sendingSpeedLimit: { amount: 1, per: "PT1H" } };
    const message = await shared.engine.submit(request);
    expect(message.sendingSpeedLimit).toEqual(request.sendingSpeedLimit);
    expect(Math.abs(message.validUntil.getTime() - at(2.5 * hour).getTime())).toBeLessThan(5 * second);
    await finalDelivery(shared, message, 0);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ pending: 2, final: 1 });
    // The next one is out of LINE's reach for longer than the first one's validity lasted.
    line.script(to[1]!.addresses.line, ...Array.from({ length: 20 }, () => refuses("unavailable")));
    await advance(hour, shared);
    await until("the second is called", () => line.callsTo(to[1]!.addresses.line).length > 0);
    await moment();
    expect(line.callsTo(to[2]!.addresses.line)).toHaveLength(0);
    await advance(11 * minute, shared);
    await finalDelivery(shared, message, 1);
    expect(sms.callsTo(to[1]!.addresses.phone)).toHaveLength(1);
    await advance(hour, shared);
    await completedMessage(shared, message);
    expect(line.callsTo(to[2]!.addresses.line)).toHaveLength(1);
  });

  it("lets whoever finds no success expire after their own validity period", async () => {
    const to = people(2);
    for (const { addresses } of to) line.script(addresses.line, ...Array.from({ length: 50 }, () => refuses("unavailable")));
    const message = await shared.engine.submit({ ...onLine, to, validityPeriod: "PT10M", sendingSpeedLimit: { amount: 1, per: "PT1H" } });
    await until("the first is called", () => line.callsTo(to[0]!.addresses.line).length > 0);
    await advance(11 * minute, shared);
    expect(await finalDelivery(shared, message, 0)).toMatchObject({ succeeded: false });
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ pending: 1, final: 1 });
    await advance(50 * minute, shared);
    await until("the second is called", () => line.callsTo(to[1]!.addresses.line).length > 0);
    await shared.engine.controls.cancel(message.id);
  });

  it("goes on after a pause with the next one, and makes up for nothing", async () => {
    const to = people(4);
    const message = await shared.engine.submit({ ...onLine, to, sendingSpeedLimit: { amount: 1, per: "PT1H" } });
    await finalDelivery(shared, message, 0);
    await shared.engine.controls.pause(message.id);
    await advance(60 * hour, shared);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ final: 1 });
    const resumed = await shared.engine.controls.resume(message.id);
    expect(Math.abs(resumed!.validUntil.getTime() - at(2 * hour + 48 * hour).getTime())).toBeLessThan(5 * second);
    await finalDelivery(shared, message, 1);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ final: 2 });
    await advance(hour, shared);
    await finalDelivery(shared, message, 2);
    await shared.engine.controls.cancel(message.id);
    expect(await finalDelivery(shared, message, 3)).toMatchObject({ outcome: "cancelled" });
  });

  it("releases only while the window is open, and takes up again at its opening", async () => {
    const to = people(5);
    const deliveryTimeWindow = windowAround(shared, 2, 4);
    const request = { ...onLine, to, validityPeriod: "PT1H", deliveryTimeWindow, sendingSpeedLimit: { amount: 1, per: "PT1H" } };
    const { recipients, lastReleaseAt } = await shared.engine.explain(request);
    const releases = recipients.map(({ releaseAt }) => Math.round((releaseAt!.getTime() - at(0).getTime()) / minute / 5) * 5);
    // Two a day: at the opening and an hour after it.
    expect(releases.map((minutes) => Math.round(minutes / 60))).toEqual([2, 3, 26, 27, 50]);
    expect(lastReleaseAt).toEqual(recipients[4]!.releaseAt);
    const message = await shared.engine.submit(request);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ pending: 5 });
    await advance(2 * hour, shared);
    await finalDelivery(shared, message, 0);
    await advance(hour, shared);
    await finalDelivery(shared, message, 1);
    await advance(5 * hour, shared);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ pending: 3, final: 2 });
    await advance(18 * hour + minute, shared);
    await finalDelivery(shared, message, 2);
    await shared.engine.controls.cancel(message.id);
  });

  it("holds whoever's own window is closed, and releases them one by one once it is open", async () => {
    const [tokyo, ...bangkok] = [...people(1, { timeZone: "Asia/Tokyo" }), ...people(3, { timeZone: "Asia/Bangkok" })];
    const deliveryTimeWindow = { ...windowAround(shared, -1, 8, "Asia/Tokyo"), timeZone: "recipient" };
    const request = { ...onLine, to: [...bangkok, tokyo!], deliveryTimeWindow, sendingSpeedLimit: { amount: 1, per: "PT1H" } };
    const message = await shared.engine.submit(request);
    await finalDelivery(shared, message, 3);
    await deliveryThat(shared, message, "is held", ({ status, heldUntil }) => status === "held" && heldUntil !== undefined);
    await advance(2 * hour, shared);
    await until("one of three is released", async () => (await shared.engine.message(message.id))!.counts.final === 2);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ final: 2, pending: 2 });
    await advance(hour, shared);
    await until("two of three are released", async () => (await shared.engine.message(message.id))!.counts.final === 3);
    await advance(hour, shared);
    await completedMessage(shared, message);
  });

  it("keeps its pace over a restart, in the order of the request, however many chunks there are", async () => {
    const own = await database.create();
    const mine = channels();
    const options = { database: own.settings, accounts: accountsOf(mine) };
    const first = await openTestEngine(options);
    first.engine.start();
    const to = people(520);
    const message = await first.engine.submit({ ...onLine, to, sendingSpeedLimit: { amount: 1, per: "PT1H" } });
    await finalDelivery(first, message, 0);
    await first.engine.stop();
    const second = await openTestEngine(options);
    second.engine.start();
    await moment();
    expect(mine.line.calls).toHaveLength(1);
    await advance(hour, second);
    await finalDelivery(second, message, 1);
    // Nothing is made up for after a time in which nobody was there.
    await advance(5 * hour, second);
    await finalDelivery(second, message, 2);
    await moment();
    expect(mine.line.calls.flatMap((call) => call.to)).toEqual(to.slice(0, 3).map(({ addresses }) => addresses.line));
    await second.engine.stop();
    await own.drop();
    expect([...first.errors, ...second.errors]).toEqual([]);
  });

  it("refuses what cannot fit, with the computed time", async () => {
    const [to, now] = [people(10), at(0).getTime()];
    const sendingSpeedLimit = { amount: 2, per: "PT1H" };
    const late = await refusalOf({ ...onLine, to, sendingSpeedLimit, expiresAt: at(4 * hour).toISOString() });
    expect(late).toMatchObject([{ pointer: "/sendingSpeedLimit", code: "outlasts-expires-at" }]);
    const [, lastAt] = /the last of 10 is released at (\S+),/.exec(late[0]!.detail)!;
    expect(Math.abs(Date.parse(lastAt!) - now - 4.5 * hour)).toBeLessThan(5 * second);
    const tooLong = { ...onLine, to, sendingSpeedLimit, expiresAt: at(6 * hour).toISOString(), validityPeriod: "PT2H" };
    expect(await refusalOf(tooLong)).toMatchObject([{ pointer: "/validityPeriod", code: "outlasts-expires-at" }]);
    await shared.engine.explain({ ...tooLong, validityPeriod: "PT1H" });
    const steps = [{ channel: "line", switchAfter: "PT2H" }, { channel: "sms" }];
    const unreached = await refusalOf({ ...tooLong, validityPeriod: "PT1H", content, plan: { steps } });
    expect(unreached).toMatchObject([{ pointer: "/plan/steps/1", code: "never-reached" }]);
    expect(await refusalOf({ ...onLine, to, sendingSpeedLimit: { amount: 0, per: "PT1M" } })).toMatchObject([{ pointer: "/sendingSpeedLimit/amount" }]);
    expect(await refusalOf({ ...onLine, to, sendingSpeedLimit: { amount: 1, per: "P30D" } })).toMatchObject([{ pointer: "/sendingSpeedLimit/per" }]);
    const scheduled = await shared.engine.submit({ ...onLine, to, sendingSpeedLimit, sendAt: at(hour).toISOString(), expiresAt: at(7 * hour).toISOString() });
    const moved = shared.engine.controls.reschedule(scheduled.id, at(3 * hour).toISOString());
    await expect(moved).rejects.toMatchObject({ problems: [{ pointer: "/sendAt", code: "outlasts-expires-at" }] });
    expect(await shared.engine.controls.reschedule(scheduled.id, at(2 * hour).toISOString())).toMatchObject({ status: "scheduled" });
    await shared.engine.controls.cancel(scheduled.id);
  });

  it("holds for the members of a list, whose number is known when they are copied", async () => {
    const list = await shared.engine.audiences.create({ name: "slow" });
    await shared.engine.audiences.addMembers(list.id, people(3));
    const request = { ...onLine, audience: { type: "list", id: list.id }, sendingSpeedLimit: { amount: 1, per: "PT1H" } };
    expect(await refusalOf({ ...request, expiresAt: at(hour).toISOString() })).toMatchObject([{ code: "outlasts-expires-at" }]);
    const message = await shared.engine.submit(request);
    await finalDelivery(shared, message, 0);
    await moment();
    expect((await shared.engine.message(message.id))!.counts).toMatchObject({ pending: 2, final: 1 });
    await shared.engine.controls.cancel(message.id);
  });
});

describe.each(sharedTestDatabases)("three engines on one $name with a sending speed limit", (database) => {
  it("release no more together than one would", async () => {
    const created = await database.create();
    const mine = Array.from({ length: 3 }, channels);
    const engines = [];
    for (const each of mine) engines.push(await openTestEngine({ database: created.settings, accounts: accountsOf(each) }));
    for (const { engine } of engines) engine.start();
    const started = performance.now();
    // Fast enough for several chunks at once.
    const request = { to: people(600), content, plan: { steps: [{ channel: "line" }] }, sendingSpeedLimit: { amount: 1_200, per: "PT1S" } };
    const message = await engines[0]!.engine.submit(request);
    await completedMessage(engines[1]!, message);
    expect(performance.now() - started).toBeGreaterThan(500 - 200);
    expect(new Set(mine.flatMap(({ line }) => line.calls.flatMap(({ to }) => to))).size).toBe(600);
    for (const { engine } of engines) await engine.stop();
    await created.drop();
    expect(engines.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

