import { ProviderError, type Engagement, type JsonObject, type StatisticsCapability, type UnitQuestion } from "@todoke/core";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, idle, newAddress, useEngine } from "../testing/test-engine.ts";

const day = 86_400_000;
const namesPerMonth = 4;

describe.each(oneTestDatabase)("statistics on $name", (database) => {
  let questions: UnitQuestion[] = [];
  let elsewhere: number | undefined = 0;
  let told: Engagement = { delivered: null, opened: 60, clicked: 5, links: [] };
  let fails = false;
  let month = "2026-11";
  const statistics: StatisticsCapability = {
    fewestTold: 20,
    growsForMs: 14 * day,
    units: {
      endpoint: "insight",
      namePattern: /^\w{1,30}$/,
      longestName: 30,
      namesPerMonth,
      monthOf: () => month,
      usedNames: () => Promise.resolve(elsewhere),
      nameIn: ({ unit }: JsonObject) => (typeof unit === "string" ? unit : undefined),
      attach: (payload, unit) => ({ unit, ...payload }),
      async engagement(question) {
        questions.push(question);
        if (fails) throw new ProviderError({ class: "unavailable", providerCode: "http-503", message: "down" });
        return told;
      },
    },
  };
  const line = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: day, statistics, limits: { insight: { requests: 20, perMs: 3_600_000 } } });
  const shared = useEngine(database, { accounts: [{ id: "line-account", adapters: [line.adapter] }] });

  const request = (people: number, more: Partial<MessageRequest> = {}): MessageRequest => ({
    to: Array.from({ length: people }, () => ({ addresses: { line: newAddress() } })),
    content: { type: "text", text: "News" },
    ...more,
  });
  const send = async (people: number, more: Partial<MessageRequest> = {}) =>
    completedMessage(shared, await shared.engine.submit(request(people, more)));
  const statisticsOf = async (id: string) => (await shared.engine.statistics.ofMessage(id))!.steps[0]!;
  /** In a month of its own, without names that others used. */
  const beginMonth = (name: string) => {
    month = name;
    elsewhere = 0;
    questions = [];
  };

  it.each([
    [99, undefined, undefined],
    [100, undefined, /^s1_[A-Za-z0-9]{22}$/],
    [1, "mine", /^mine$/],
    [100, "mine", /^mine$/],
  ])("a message to %i, called %s, is added up under %s", async (people, unit, expected) => {
    beginMonth("names");
    const message = await send(people, unit === undefined ? {} : { statistics: { unit } });
    const name = message.plan.steps[0]!.statisticsUnit;
    if (expected === undefined) expect(name).toBeUndefined();
    else expect(name).toMatch(expected);
    expect(line.calls.at(-1)!.bytes.includes("unit")).toBe(expected !== undefined);
    const notes = message.plan.notes.map(({ code }) => code);
    expect(notes.includes("statistics-unit")).toBe(expected !== undefined);
  });

  it("says in a plan what submitting will do, and uses up no name for it", async () => {
    beginMonth("plans");
    for (let asked = 0; asked < 2 * namesPerMonth; asked += 1) {
      const { plan } = await shared.engine.explain(request(100));
      expect(plan.notes.map(({ code }) => code)).toContain("statistics-unit");
      expect(plan.steps[0]).not.toHaveProperty("statisticsUnit");
    }
  });

  it("goes without once our names of the month are used up, and says so", async () => {
    beginMonth("ours");
    for (let used = 0; used < namesPerMonth; used += 1) {
      expect((await send(1, { statistics: { unit: `name_${used}` } })).plan.steps[0]).toHaveProperty("statisticsUnit");
    }
    const { plan } = await send(1, { statistics: { unit: "one_more" } });
    expect(plan.steps[0]).not.toHaveProperty("statisticsUnit");
    expect(plan.notes.map(({ code }) => code)).toContain("no-statistics-unit");
    expect((await send(1, { statistics: { unit: "name_0" } })).plan.steps[0]).toHaveProperty("statisticsUnit", "name_0");
    beginMonth("the month after");
    expect((await send(1, { statistics: { unit: "one_more" } })).plan.steps[0]).toHaveProperty("statisticsUnit", "one_more");
  });

  it.each([
    [namesPerMonth - 1, true],
    [namesPerMonth, false],
    [undefined, true],
  ])("with %s names used by others, a name is given: %s", async (used, isGiven) => {
    beginMonth(`others ${used}`);
    elsewhere = used;
    const { plan } = await shared.engine.submit(request(1, { statistics: { unit: "mine" } }));
    expect(plan.steps[0]!.statisticsUnit).toBe(isGiven ? "mine" : undefined);
  });

  it("repeats a call under its key with the same bytes, name and all", async () => {
    beginMonth("repeats");
    const people = request(1, { statistics: { unit: "mine" } });
    const address = people.to![0]!.addresses["line"]!;
    line.script(address, refuses("ambiguous"), accepts());
    const message = await shared.engine.submit(people);
    await idle(shared);
    await advance(2_000, shared);
    await completedMessage(shared, message);
    const calls = line.callsTo(address);
    expect(calls).toHaveLength(2);
    expect(new Set(calls.map(({ bytes, attemptId }) => bytes + attemptId)).size).toBe(1);
    expect(calls[0]!.bytes).toContain("mine");
  });

  it("adds up over messages what was told, as far as anybody asked and the name is one message's own", async () => {
    beginMonth("added up");
    const messages = [await send(100), await send(100), await send(30, { statistics: { unit: "mine" } })] as const;
    const now = Date.now();
    const request = { from: new Date(now - day), until: new Date(now + day), clock: "acceptance", groupBy: ["message"], timeZone: "UTC", only: {} } as const;
    const engagement = async () => {
      const { rows, totals } = await shared.engine.statistics.ofProject(request);
      expect(rows.find(({ group }) => group.message === messages[0].id)!.engagement).toEqual(totals.engagement);
      return totals.engagement;
    };
    expect(await engagement()).toEqual({ opened: null, clicked: null });
    await statisticsOf(messages[0].id);
    await statisticsOf(messages[2].id);
    expect(await engagement()).toEqual({ opened: 60, clicked: 5 });
  });

  it("keeps an answer for 15 minutes, and for good once nothing more comes", async () => {
    beginMonth("answers");
    const { id } = await send(30, { statistics: { unit: "mine" } });
    const first = await statisticsOf(id);
    expect(first).toMatchObject({ counts: { recipients: 30, tried: 30, accepted: 30 }, opened: 60, clicked: 5 });
    expect(first).not.toHaveProperty("reason");
    await statisticsOf(id);
    expect(questions).toHaveLength(1);
    await advance(16 * 60_000, shared);
    await statisticsOf(id);
    expect(questions).toHaveLength(2);
    await advance(15 * day, shared);
    await statisticsOf(id);
    await advance(15 * day, shared);
    await statisticsOf(id);
    expect(questions).toHaveLength(3);
    const [{ from, to }] = questions.slice(-1) as [UnitQuestion];
    expect((to.getTime() - from.getTime()) / day).toBeCloseTo(14, 1);
  });

  it.each<[string, Engagement, number, string]>([
    ["too few people", { delivered: null, opened: null, clicked: null, links: [] }, 19, "too-few"],
    ["nothing counted yet", { delivered: null, opened: null, clicked: null, links: [] }, 20, "not-counted-yet"],
  ])("says why numbers are null: %s", async (name, answer, people, reason) => {
    beginMonth(name);
    told = answer;
    const { id } = await send(people, { statistics: { unit: "mine" } });
    expect(await statisticsOf(id)).toMatchObject({ opened: null, reason });
    told = { delivered: null, opened: 60, clicked: 5, links: [] };
  });

  it("says that the provider did not answer, and shows what it said before", async () => {
    beginMonth("failures");
    const { id } = await send(30, { statistics: { unit: "mine" } });
    fails = true;
    expect(await statisticsOf(id)).toMatchObject({ opened: null, reason: "provider-failed", askedAt: null });
    fails = false;
    expect(await statisticsOf(id)).toMatchObject({ opened: 60 });
    fails = true;
    await advance(16 * 60_000, shared);
    expect(await statisticsOf(id)).toMatchObject({ opened: 60, reason: "provider-failed" });
    fails = false;
  });

  it("asks no more than 93 % of what the provider allows in an hour", async () => {
    beginMonth("rates");
    await advance(2 * 3_600_000, shared);
    fails = true;
    const { id } = await send(30, { statistics: { unit: "mine" } });
    for (let asked = 0; asked < 25; asked += 1) await statisticsOf(id);
    fails = false;
    expect(questions).toHaveLength(18);
    expect(await statisticsOf(id)).toMatchObject({ reason: "rate-limited" });
  });
});
