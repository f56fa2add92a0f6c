import type { EvidenceEvent, Purpose } from "@todoke/core";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import type { MessageView } from "../message-view.ts";
import { countProject } from "../statistics/figures/count-project.ts";
import { countAttempts, countCosts } from "../store/statistics/count-attempts.ts";
import { countDeliveries } from "../store/statistics/count-deliveries.ts";
import { findLookedUp, type AskedStatistics } from "../store/statistics/attempts-of-message.ts";
import { statisticsDimensions, type StatisticsDimension, type StatisticsRequest } from "../statistics/figures/statistics-request.ts";
import { keyOf, recount, seeEverything, type Seen } from "../testing/recount.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses, type Answer } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, idle, newAddress, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const hour = 60 * minute;
const receipts = { best: "delivered", negative: true, horizonMs: 24 * hour, recallable: false } as const;
const tellOfDelivery = new Set(["notice", "sms"]);

describe.each(oneTestDatabase)("statistics of a project on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: 23 * hour });
  const notice = createScriptedChannel({ channel: "notice", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts, tellsCountry: true });
  const otherSms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts, tellsCountry: true });
  const shared = useEngine(database, {
    accounts: [
      { id: "line-account", adapters: [line.adapter], prices: { "*": { unit: "0.03", currency: "THB" } } },
      { id: "notice-account", adapters: [notice.adapter] },
      { id: "sms-account", adapters: [sms.adapter], prices: { JP: { unit: 0.07, currency: "USD" }, "*": { unit: "0.1", currency: "EUR" } } },
      { id: "sms-other-account", adapters: [otherSms.adapter], prices: { JP: { unit: 0.07, currency: "USD" } } },
    ],
  });
  const everywhere = [line, notice, sms, otherSms];

  const send = (request: Partial<MessageRequest> & Pick<MessageRequest, "to">) => shared.engine.submit({ ...(request.template === undefined && { content: { type: "text", text: "Hello" } }), ...request });
  const person = () => ({ line: newAddress(), phone: newAddress("jp-person") });
  const report = async (address: string, evidence: EvidenceEvent["evidence"], more: Partial<EvidenceEvent> = {}) => {
    for (const channel of everywhere) {
      const call = channel.callsTo(address)[0];
      if (call === undefined) continue;
      const account = channel === otherSms ? "sms-other-account" : `${channel.adapter.channel}-account`;
      const event: EvidenceEvent = { type: "evidence", eventId: `${address} ${evidence}`, correlation: { attemptId: call.attemptId }, evidence, at: new Date(), ...more };
      await shared.engine.receive(account, inboundRequest([event]));
    }
  };

  const gate = Promise.withResolvers<undefined>();
  let templateId: string;
  let seen: Seen;
  let halfway: Date;

  /** Something of every kind that can become of a delivery. */
  async function playAll(): Promise<void> {
    const { switched, late, lost, untold, failing, billed, held } = { switched: person(), late: person(), lost: person(), untold: person(), failing: person(), billed: person(), held: person() };
    await send({ to: Array.from({ length: 5 }, () => ({ addresses: { line: newAddress() } })), purpose: "marketing", plan: { steps: [{ channel: "line" }] }, platform: { entityId: "shop-1", applicationId: "app" } });
    line.script(switched.line, refuses("recipient"));
    sms.script(switched.phone, accepts());
    await send({ to: [{ addresses: switched }, { addresses: person() }], plan: { steps: [{ channel: "line" }, { channel: "sms", succeedOn: "accepted" }] }, platform: { entityId: "shop-2" } });
    await send({ to: [{ addresses: late }], plan: { steps: [{ channel: "notice", switchAfter: "PT2M" }, { channel: "sms", succeedOn: "accepted" }] } });
    sms.script(lost.phone, refuses("ambiguous"));
    otherSms.script(untold.phone, refuses("ambiguous"));
    await send({ to: [{ addresses: lost }], plan: { steps: [{ channel: "sms" }], onUnknown: "hold" } });
    await send({ to: [{ addresses: untold }], plan: { steps: [{ channel: "sms", account: "sms-other-account" }], onUnknown: "resend" }, validityPeriod: "PT30M" });
    const cancelled = await send({ to: [{ addresses: person() }, { addresses: person() }], sendAt: new Date(Date.now() + 40 * hour).toISOString() });
    await shared.engine.controls.cancel(cancelled.id);
    await send({ to: [{ addresses: { phone: newAddress("jp-person") } }, { addresses: person() }], purpose: "otp", plan: { steps: [{ channel: "line" }] } });
    await send({ to: [{ addresses: failing }, { addresses: billed }], plan: { steps: [{ channel: "sms" }] }, platform: { applicationId: "app" } });
    await send({ to: [{ addresses: { phone: newAddress("th-person") } }], plan: { steps: [{ channel: "sms" }] } });
    await send({ to: [{ addresses: { phone: newAddress("th-person") } }], plan: { steps: [{ channel: "sms", account: "sms-other-account", succeedOn: "accepted" }] } });
    await send({ to: [{ addresses: person() }], sendAt: new Date(Date.now() + 30 * hour).toISOString(), platform: { entityId: "shop-1" } });
    const template = { id: templateId };
    await send({ to: [{ addresses: person() }, { addresses: person() }], template, plan: { steps: [{ channel: "line" }] } });
    await shared.engine.templates.addVersion(templateId, { content: { type: "text", text: "Hi" } });
    await send({ to: [{ addresses: person() }], template, plan: { steps: [{ channel: "line" }] } });
    const { id: otherTemplate } = await shared.engine.templates.create({ name: "another", content: { type: "text", text: "Hello" } });
    await send({ to: [{ addresses: person() }], template: { id: otherTemplate }, plan: { steps: [{ channel: "line" }] } });
    const paused = await send({ to: [{ addresses: person() }], sendAt: new Date(Date.now() + hour / 2).toISOString(), expiresAt: new Date(Date.now() + hour).toISOString() });
    await shared.engine.controls.pause(paused.id);
    await until("the first step of the late one was called", () => notice.callsTo(late.line).length === 1);
    await idle(shared);
    await report(failing.phone, "failed", { errorClass: "recipient", bill: { amount: "0.0123", currency: "USD" } } as Partial<EvidenceEvent>);
    await report(billed.phone, "delivered", { bill: { amount: "1.5", currency: "USD" } } as Partial<EvidenceEvent>);
    await advance(11 * minute, shared);
    await until("the second step of the late one was called", () => sms.callsTo(late.phone).length === 1);
    await idle(shared);
    await report(late.line, "delivered");
    await report(late.phone, "read");
    halfway = shared.context.clock.now();
    await advance(2 * hour, shared);
    await idle(shared);
    sms.script(held.phone, async (call) => (await gate.promise, accepts()(call)));
    await send({ to: [{ addresses: held }], plan: { steps: [{ channel: "sms" }] } });
    await until("the held call is under way", () => sms.callsTo(held.phone).length === 1);
  }

  /** The same words in any order, by a seed that brings them back. */
  async function playAtRandom(seed: number, messages: number): Promise<void> {
    const random = randomFrom(seed);
    const oneOf = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)]!;
    const answers: readonly (Answer | undefined)[] = [undefined, undefined, accepts(), refuses("recipient"), refuses("ambiguous"), refuses("policy"), refuses("sender")];
    const steps = [{ channel: "line", switchAfter: "PT1M" }, { channel: "notice", switchAfter: "PT1M" }, { channel: "sms", switchAfter: "PT1M" }, { channel: "sms", account: "sms-other-account", succeedOn: "accepted" as const }];
    const people: { readonly line?: string; readonly phone?: string }[] = [];
    const sent: MessageView[] = [];
    for (let count = 0; count < messages; count += 1) {
      const to = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const { line: chat, phone } = person();
        const addresses = oneOf([{ line: chat }, { phone }, { line: chat, phone }]);
        for (const channel of everywhere) {
          const answer = oneOf(answers);
          const address = channel.adapter.address.kind === "line" ? chat : phone;
          if (answer !== undefined) channel.script(address, answer);
        }
        people.push(addresses);
        return { addresses };
      });
      sent.push(await send({
        to,
        purpose: oneOf<Purpose>(["notice", "alert", "otp"]),
        plan: { steps: oneOf([[{ channel: oneOf(["line", "notice", "sms"]) }], [steps[0]!, steps[3]!], [steps[1]!, steps[2]!, steps[3]!]]), onUnknown: oneOf(["hold", "resend", "switch"] as const) },
        ...(random() < 0.4 && { platform: { entityId: oneOf(["shop-1", "shop-2"]) } }),
      }));
    }
    const reportAtRandom = async () => {
      for (const address of people.flatMap((each) => Object.values(each))) {
        if (random() < 0.4) await report(address, oneOf(["delivered", "failed", "read", "sent"] as const), random() < 0.3 ? ({ bill: { amount: oneOf(["0.01", "0.2", "7"]), currency: oneOf(["USD", "JPY"]) } } as Partial<EvidenceEvent>) : {});
      }
    };
    await idle(shared);
    await reportAtRandom();
    await advance(90_000, shared);
    await idle(shared);
    await reportAtRandom();
    await shared.engine.controls.cancel(oneOf(sent).id).catch(() => undefined);
    await advance(12 * minute, shared);
    await idle(shared);
  }

  beforeAll(async () => {
    templateId = (await shared.engine.templates.create({ name: "greeting", content: { type: "text", text: "Hello" } })).id;
    await playAtRandom(7, 24);
    await playAll();
    seen = await seeEverything(shared.engine);
  }, 60_000);
  afterAll(() => gate.resolve(undefined));

  const asked = (more: Partial<StatisticsRequest> = {}): StatisticsRequest => ({
    from: new Date(Date.now() - 20 * hour),
    until: new Date(Date.now() + 20 * hour),
    clock: "acceptance",
    groupBy: [],
    timeZone: "UTC",
    only: {},
    ...more,
  });

  /** Every number of the answer against a recount of what the timelines show. */
  async function expectToReconcile(request: StatisticsRequest) {
    const { rows, totals } = await shared.engine.statistics.ofProject(request);
    const expected = recount(seen, request, tellOfDelivery);
    expect(totals).toEqual(expected.get(""));
    const counted = new Map(rows.map(({ group, ...figures }) => [keyOf(group, request), figures]));
    expect(counted).toEqual(new Map([...expected].filter(([key]) => key !== "")));
    return { rows, totals };
  }

  it("has something of everything to count", async () => {
    const { totals } = await expectToReconcile(asked());
    for (const [name, count] of Object.entries({ ...totals.deliveries, ...totals.attempts })) expect({ name, count }).toEqual({ name, count: expect.toSatisfy((value) => value > 0) });
    expect(totals.costs.map(({ currency }) => currency)).toEqual(["EUR", "JPY", "THB", "USD"]);
  });

  it.each<{ readonly groupBy: readonly StatisticsDimension[] }>([
    ...statisticsDimensions.map((dimension) => ({ groupBy: [dimension] })),
    { groupBy: ["channel", "account"] },
    { groupBy: ["day", "channel", "entityId"] },
    { groupBy: ["hour", "purpose", "account", "applicationId"] },
    { groupBy: ["message", "channel"] },
  ])("agrees with the timelines by $groupBy", async ({ groupBy }) => {
    await expectToReconcile(asked({ groupBy }));
    await expectToReconcile(asked({ groupBy, clock: "attempt" }));
  });

  it.each<StatisticsRequest["only"]>([
    { channel: "sms" },
    { account: "sms-other-account" },
    { entityId: "shop-1" },
    { applicationId: "app", purpose: "marketing" },
    { purpose: "otp" },
    { entityId: "nobody's" },
  ])("agrees with the timelines where only %o is asked for", async (only) => {
    await expectToReconcile(asked({ only, groupBy: ["channel", "account"] }));
    await expectToReconcile(asked({ only, clock: "attempt" }));
  });

  it("agrees with the timelines of all versions of one template", async () => {
    const { rows, totals } = await expectToReconcile(asked({ only: { template: templateId }, groupBy: ["template"] }));
    expect(rows.map(({ group }) => group)).toEqual([{ template: templateId }]);
    expect(totals.deliveries!.recipients).toBe(3);
  });

  it("agrees with the timelines of one message, among them calls that are under way", async () => {
    const messages = new Set(seen.deliveries.map(({ message }) => message.id));
    const sums = { attempted: 0, underWay: 0, unknown: 0 };
    for (const message of messages) {
      await expectToReconcile(asked({ only: { message }, groupBy: ["account"] }));
      const { totals } = await expectToReconcile(asked({ only: { message }, clock: "attempt" }));
      for (const name of ["attempted", "underWay", "unknown"] as const) sums[name] += totals.attempts[name];
    }
    const { attempted, underWay, unknown } = (await shared.engine.statistics.ofProject(asked({ clock: "attempt" }))).totals.attempts;
    expect(sums).toEqual({ attempted, underWay, unknown });
    expect(Math.min(underWay, unknown)).toBeGreaterThan(0);
  });

  it("finds the same attempts of a message by their keys as among all", async () => {
    const [{ connection }, { projectId }] = [shared, shared.context];
    const rowsOf = async (request: AskedStatistics) => {
      const counted = await Promise.all([countAttempts, countCosts, countDeliveries].map((count) => count(connection, projectId, request, 1_000)));
      return counted.map((rows) => rows.map((row) => JSON.stringify(row)).toSorted());
    };
    for (const message of new Set(seen.deliveries.map((each) => each.message.id))) {
      const byKeys = await findLookedUp(connection, projectId, asked({ only: { message }, groupBy: ["channel", "account"] }));
      expect(byKeys.lookedUp).toBeDefined();
      expect(await rowsOf(byKeys)).toEqual(await rowsOf({ ...byKeys, lookedUp: undefined }));
    }
    expect((await findLookedUp(connection, projectId, asked({ only: { message: `msg_${"0".repeat(32)}` } }))).lookedUp).toBeUndefined();
  });

  it.each(["acceptance", "attempt"] as const)("counts by the clock of the %s what lies in the time, and nothing of it twice", async (clock) => {
    const before = await expectToReconcile(asked({ clock, until: halfway }));
    const after = await expectToReconcile(asked({ clock, from: halfway }));
    const all = await expectToReconcile(asked({ clock }));
    expect(before.totals.attempts.attempted).toBeGreaterThan(0);
    expect(after.totals.attempts.attempted).toBeGreaterThan(0);
    expect(before.totals.attempts.attempted + after.totals.attempts.attempted).toBe(all.totals.attempts.attempted);
  });

  it("counts a bulk call for everybody in it, and what is not known as null", async () => {
    const { rows } = await expectToReconcile(asked({ groupBy: ["purpose", "channel"], only: { purpose: "marketing" } }));
    expect(line.calls.some(({ to }) => to.length === 5)).toBe(true);
    expect(rows).toEqual([expect.objectContaining({ attempts: expect.objectContaining({ attempted: 5, accepted: 5, delivered: null, read: null }) as unknown })]);
  });

  it("names hours and days by the clocks of the zone", async () => {
    const { rows } = await shared.engine.statistics.ofProject(asked({ groupBy: ["day", "hour"], timeZone: "Asia/Kathmandu" }));
    expect(rows.length).toBeGreaterThan(1);
    for (const { group } of rows) expect(group.hour).toBe(`${group.day}T${group.hour!.slice(11, 13)}:00:00+05:45`);
    const hours = new Set(seen.deliveries.map(({ message }) => Math.floor((message.createdAt.getTime() + (5 * 60 + 45) * minute) / hour)));
    expect(rows).toHaveLength(hours.size);
  });

  it.runIf(database.kind === "postgresql")("gives up what takes too long, says so, and goes on with the next", async () => {
    await shared.connection.transaction().execute(async (transaction) => {
      await sql`lock table delivery in access exclusive mode`.execute(transaction);
      await expect(countProject(shared.context, asked(), 50)).rejects.toMatchObject({ code: "too-much-to-count" });
    });
    await expectToReconcile(asked());
  });
});

/** Numbers from 0 to 1: the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
