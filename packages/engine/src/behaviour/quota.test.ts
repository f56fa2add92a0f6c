import type { QuotaReport } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  deliveryThat,
  finalDelivery,
  idle,
  newAddress,
  openTestEngine,
  submitText,
  until,
  useEngine,
} from "../testing/test-engine.ts";

const second = 1_000;

describe.each(oneTestDatabase)("quota on $name", (database) => {
  let report: QuotaReport = { used: 0, renewsAt: new Date("2999-01-01T00:00:00Z") };
  let questions = 0;
  let fails = false;
  const line = createScriptedChannel({
    channel: "line",
    kind: "line",
    keyLifetimeMs: 23 * 3_600_000,
    maxRecipients: 5,
    quota: () => {
      questions += 1;
      if (fails) return refuses("unavailable", { providerCode: "http-503" })({} as never) as never;
      return report;
    },
  });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [
      { id: "line-account", adapters: [line.adapter], keepQuota: 10 },
      { id: "sms-account", adapters: [sms.adapter] },
    ],
  });
  const both = () => ({ line: newAddress(), phone: newAddress() });

  /** The provider says so from now on, and this process has heard it. */
  const say = async (used: number, limit?: number) => {
    report = { ...report, used, ...(limit !== undefined && { limit }) };
    await sql`update account_quota set due_at = todoke_now()`.execute(shared.connection);
    await until("the account was asked", async () => {
      const known = shared.context.quotas.knownOf({ accountId: "line-account", adapter: line.adapter });
      const view = await viewed();
      return known?.used === used && known.limit === report.limit && view?.used === used && (view.limit ?? undefined) === limit;
    });
  };
  const viewed = async () => (await shared.engine.quotas.ofAccount("line-account"))[0];

  it("is known a moment after the start, and shown for the account and in plans", async () => {
    await say(40);
    expect(await viewed()).toMatchObject({ unit: "person", limit: null, used: 40, remaining: null, keep: 10 });
    await say(40, 200);
    expect(await viewed()).toMatchObject({ limit: 200, used: 40, remaining: 160, renewsAt: report.renewsAt });
    expect(await shared.engine.quotas.ofAccount("sms-account")).toEqual([]);
    const { quotas } = await shared.engine.explain({ to: [{ addresses: both() }], content: { type: "text", text: "Hi" } });
    expect(quotas).toEqual([{ ...(await viewed()), needed: 1 }]);
  });

  it("warns in a plan when more people are to go first than remain", async () => {
    await say(188, 200);
    const to = Array.from({ length: 13 }, () => ({ addresses: both() }));
    const { quotas } = await shared.engine.explain({ to, content: { type: "text", text: "Hi" } });
    expect(quotas).toMatchObject([{ remaining: 12, needed: 13, warning: "13 are needed (person), and 12 remain" }]);
  });

  it.each([
    ["notice", 190, "sms"],
    ["marketing", 190, "sms"],
    ["alert", 190, "line"],
    ["otp", 190, "line"],
    ["notice", 189, "line"],
    ["otp", 200, "sms"],
  ] as const)("%s with %i of 200 used goes by %s, and the plan said so", async (purpose, used, channel) => {
    await say(used, 200);
    const addresses = both();
    const request = { purpose, plan: { steps: [{ channel: "line" }, { channel: "sms" }] } };
    const { recipients } = await shared.engine.explain({ ...request, to: [{ addresses }], content: { type: "text", text: "Hello" } });
    expect(recipients[0]!.steps.find(({ verdict }) => verdict === "use")!.channel).toBe(channel);
    const delivery = await finalDelivery(shared, await submitText(shared, addresses, request));
    expect(delivery).toMatchObject({ succeeded: true, channel });
    expect(line.callsTo(addresses.line)).toHaveLength(channel === "line" ? 1 : 0);
    const reasons = delivery.timeline.flatMap((entry) => (entry.type === "skipped" ? [entry.reason] : []));
    expect(reasons).toEqual(channel === "line" ? [] : ["quota"]);
  });

  it("is tried all the same where nobody can take over", async () => {
    await say(200, 200);
    const addresses = { line: newAddress() };
    line.script(addresses.line, refuses("quota"));
    const delivery = await finalDelivery(shared, await submitText(shared, addresses));
    expect(line.callsTo(addresses.line)).toHaveLength(1);
    expect(delivery).toMatchObject({ succeeded: false, outcome: "failed" });
  });

  it("asks again at once when a call is refused, and goes over when it is used up", async () => {
    await say(100, 200);
    report = { ...report, used: 200 };
    const [before, addresses] = [questions, both()];
    line.script(addresses.line, refuses("quota"));
    const delivery = await finalDelivery(shared, await submitText(shared, addresses));
    expect(delivery).toMatchObject({ succeeded: true, channel: "sms" });
    expect(line.callsTo(addresses.line)).toHaveLength(1);
    expect(questions).toBe(before + 1);
    expect(await viewed()).toMatchObject({ used: 200, remaining: 0 });
    const next = both();
    await finalDelivery(shared, await submitText(shared, next));
    expect(line.callsTo(next.line)).toHaveLength(0);
  });

  it("repeats the same call while the quota is only reserved, then goes over at the end of the step", async () => {
    await say(100, 200);
    const [waits, gives] = [both(), both()];
    line.script(waits.line, refuses("quota"), refuses("quota"), accepts());
    line.script(gives.line, refuses("quota"));
    const waiting = await submitText(shared, waits);
    const giving = await submitText(shared, gives);
    await idle(shared);
    for (let passed = 0; passed < 130; passed += 1) {
      await advance(second, shared);
      await idle(shared);
    }
    expect(await finalDelivery(shared, waiting)).toMatchObject({ succeeded: true, channel: "line" });
    expect(new Set(line.callsTo(waits.line).map(({ attemptId, bytes }) => attemptId + bytes)).size).toBe(1);
    const gone = await finalDelivery(shared, giving);
    expect(gone).toMatchObject({ succeeded: true, channel: "sms" });
    expect(gone.timeline).toContainEqual(expect.objectContaining({ type: "switched", reason: "quota" }));
    expect(line.callsTo(gives.line).length).toBeGreaterThan(3);
  });

  it("sends to as many of a bulk call as still fit, and goes over with the rest", async () => {
    await say(188, 200);
    let left = 2;
    report = { ...report, used: 198 };
    const people = Array.from({ length: 5 }, both);
    for (const { line: address } of people) {
      line.script(address, (call) => {
        if (call.to.length <= left) {
          left -= call.to.length;
          report = { ...report, used: 200 - left };
          return accepts()(call);
        }
        return refuses("quota")(call);
      });
    }
    const message = await shared.engine.submit({
      to: people.map((addresses) => ({ addresses })),
      content: { type: "text", text: "To all" },
      purpose: "alert",
    });
    const until = performance.now() + 15_000;
    while ((await shared.engine.message(message.id))?.status !== "completed" && performance.now() < until) {
      await advance(second, shared);
      await idle(shared);
    }
    const { counts } = await completedMessage(shared, message);
    expect(counts.outcomes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ channel: "line", succeeded: true, count: 2 }),
        expect.objectContaining({ channel: "sms", succeeded: true, count: 3 }),
      ]),
    );
  });

  it("keeps what it knew when the provider does not answer, and says that it did not", async () => {
    await say(100, 200);
    fails = true;
    await sql`update account_quota set due_at = todoke_now()`.execute(shared.connection);
    const view = await until("the failure is shown", async () => {
      const quota = await viewed();
      return quota?.failure !== undefined && quota;
    });
    expect(view).toMatchObject({ used: 100, limit: 200, failure: "http-503" });
    fails = false;
    await say(101, 200);
    expect(await viewed()).not.toHaveProperty("failure");
  });

  it("switches at once when nobody can say what a refusal meant", async () => {
    await say(100, 200);
    fails = true;
    const addresses = both();
    line.script(addresses.line, refuses("quota"));
    const delivery = await deliveryThat(shared, await submitText(shared, addresses), "is final", ({ status }) => status === "final");
    fails = false;
    expect(delivery).toMatchObject({ succeeded: true, channel: "sms" });
    expect(line.callsTo(addresses.line)).toHaveLength(1);
  });
});

describe.each(sharedTestDatabases)("quota watched by two processes on $name", (database) => {
  let questions = 0;
  const watching = () => {
    const { adapter } = createScriptedChannel({
      channel: "line",
      kind: "line",
      quota: () => ({ used: (questions += 1), limit: 200, renewsAt: new Date("2999-01-01T00:00:00Z") }),
    });
    return { id: "line-account", adapters: [adapter] };
  };
  const one = useEngine(database, { accounts: [watching()] });

  it("is asked for by one of them, and known to both", async () => {
    const other = await openTestEngine({ database: one.database.settings, accounts: [watching()] });
    other.engine.start();
    const known = () =>
      [one, other].map(({ context }) => context.quotas.knownOf({ accountId: "line-account", adapter: context.accounts.all[0]!.adapters[0]! })?.used);
    await until("both know it", () => known().every((used) => used !== undefined));
    expect(known()).toEqual([1, 1]);
    await advance(61 * second, one, other);
    await until("both know the news", () => known().every((used) => used === 2));
    expect(questions).toBe(2);
    await other.engine.stop();
  });
});
