import type { EvidenceEvent, ProviderEvidence } from "@todoke/core";
import { sql } from "kysely";
import { afterEach, describe, expect, it } from "vitest";
import type { FeedPage, ReportView } from "../reports/report-view.ts";
import { insertReports } from "../store/reports/insert-reports.ts";
import { createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { sharedTestDatabases, testDatabases } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, idle, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";
import { defaultProject } from "../project.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 10 * minute, recallable: false } as const;

describe.each(testDatabases)("reports on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", evidence: receipts });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
  });
  const both = () => ({ line: newAddress(), phone: newAddress() });
  const receipt = (account: string, attemptId: string, evidence: ProviderEvidence) => {
    const event: EvidenceEvent = { type: "evidence", eventId: `${attemptId}-${evidence}`, correlation: { attemptId }, evidence, at: new Date() };
    return shared.engine.receive(account, inboundRequest([event]));
  };
  const page = async (subscription: string, cursor?: string): Promise<FeedPage> =>
    (await shared.engine.reports.read({ subscription, limit: 1_000, ...(cursor !== undefined && { cursor }) }))!;
  const reportsOf = (messageId: string, count: number, subscription = "all") =>
    until(`${count} reports`, async () => {
      const items = (await page(subscription)).items.filter((report) => report.messageId === messageId);
      return items.length >= count && items;
    });

  afterEach(async () => {
    for (const { name } of await shared.engine.reports.subscriptions()) await shared.engine.reports.unsubscribe(name);
  });

  it("tells each step's evidence, the switch, the outcome and its correction, numbered from 1 on", async () => {
    await shared.engine.reports.subscribe({ name: "all" });
    const addresses = both();
    const message = await submitText(shared, addresses, {
      reference: "order-42",
      to: [{ reference: "c-17", addresses }],
      plan: { steps: [{ channel: "line", switchAfter: "PT2M" }, { channel: "sms" }] },
    });
    await deliveryThat(shared, message, "waits for line", ({ status, step }) => status === "waiting" && step === 0);
    await advance(2 * minute + 1, shared);
    await deliveryThat(shared, message, "waits for sms", ({ status, step }) => status === "waiting" && step === 1);
    await advance(11 * minute, shared);
    await finalDelivery(shared, message);
    await receipt("line-account", line.callsTo(addresses.line)[0]!.attemptId, "delivered");
    const reports = await reportsOf(message.id, 5);
    expect(reports.map(({ number, type, final }) => ({ number, type, final }))).toEqual([
      { number: 1, type: "evidence", final: false },
      { number: 2, type: "switched", final: false },
      { number: 3, type: "evidence", final: false },
      { number: 4, type: "outcome", final: true },
      { number: 5, type: "corrected", final: true },
    ]);
    const { id, deliveryId } = reports[1]!;
    expect(reports[0]).toMatchObject({ messageReference: "order-42", reference: "c-17", step: 0, channel: "line", evidence: "accepted" });
    expect(reports[1]).toMatchObject({ step: 0, toStep: 1, reason: { code: "deadline" } });
    expect(reports[3]).toMatchObject({ step: 1, outcome: "accepted", succeeded: false, reason: { code: "no-further-evidence" } });
    expect(reports[4]).toMatchObject({ step: 0, channel: "line", outcome: "delivered", previousOutcome: "accepted", succeeded: true });
    expect(id).toBe(`${deliveryId.replace("dlv_", "rpt_")}_2`);
  });

  it("tells of a second contact and of stronger words that come late", async () => {
    await shared.engine.reports.subscribe({ name: "all" });
    const addresses = both();
    const message = await submitText(shared, addresses, { plan: { steps: [{ channel: "line", switchAfter: "PT2M" }, { channel: "sms" }] } });
    await deliveryThat(shared, message, "waits for line", ({ status, step }) => status === "waiting" && step === 0);
    await advance(2 * minute + 1, shared);
    await deliveryThat(shared, message, "waits for sms", ({ status, step }) => status === "waiting" && step === 1);
    const sent = sms.callsTo(addresses.phone)[0]!.attemptId;
    for (const evidence of ["sent", "delivered", "read"] as const) await receipt("sms-account", sent, evidence);
    await receipt("line-account", line.callsTo(addresses.line)[0]!.attemptId, "delivered");
    const reports = await reportsOf(message.id, 7);
    expect(reports.slice(3).map(({ number, type, step, evidence, final }) => ({ number, type, step, evidence, final }))).toEqual([
      { number: 4, type: "evidence", step: 1, evidence: "sent", final: false },
      { number: 5, type: "outcome", step: 1, evidence: "delivered", final: true },
      { number: 6, type: "evidence", step: 1, evidence: "read", final: false },
      { number: 7, type: "evidence", step: 0, evidence: "delivered", final: false },
    ]);
    expect(reports[6]).toMatchObject({ duplicateContact: true });
  });

  it("tells which steps were passed over, and of a refusal with what took over", async () => {
    await shared.engine.reports.subscribe({ name: "all" });
    const skipped = await submitText(shared, { phone: newAddress() });
    const addresses = both();
    line.script(addresses.line, refuses("recipient"));
    const refused = await submitText(shared, addresses);
    expect(await reportsOf(skipped.id, 2)).toMatchObject([
      { number: 1, type: "skipped", step: 0, channel: "line", reason: { code: "no-address" } },
      { number: 2, type: "evidence", step: 1, channel: "sms", evidence: "accepted" },
    ]);
    expect(await reportsOf(refused.id, 2)).toMatchObject([
      { number: 1, type: "switched", step: 0, toStep: 1, channel: "line", evidence: "failed", reason: { code: "recipient" } },
      { number: 2, type: "evidence", step: 1 },
    ]);
  });

  it("writes nothing where nobody listens, and begins where somebody does", async () => {
    const before = await submitText(shared, { phone: newAddress() });
    await deliveryThat(shared, before, "waits", ({ status }) => status === "waiting");
    await shared.engine.reports.subscribe({ name: "all" });
    const after = await submitText(shared, { phone: newAddress() });
    expect(await reportsOf(after.id, 2)).toHaveLength(2);
    const { rows } = await sql`select from report where message_id = ${uuidOf(before.id)}`.execute(shared.connection);
    expect(rows).toEqual([]);
  });

  it("gives again what was not acknowledged, and lets each subscription stand where it does", async () => {
    await shared.engine.reports.subscribe({ name: "all" });
    await shared.engine.reports.subscribe({ name: "ends", finalOnly: true, includePersonalData: true });
    const address = newAddress();
    sms.script(address, refuses("content"));
    const message = await submitText(shared, { phone: address });
    const [end] = await reportsOf(message.id, 1, "ends");
    expect(end).toMatchObject({ type: "outcome", final: true, outcome: "failed", addresses: { phone: address } });
    const first = await page("all");
    expect(first.items.map(({ type }) => type)).toEqual(["skipped", "outcome"]);
    expect(JSON.stringify(first)).not.toContain(address);
    expect(await page("all")).toEqual(first);
    expect((await page("all", first.cursor)).items).toEqual([]);
    await shared.engine.reports.acknowledge("all", first.cursor);
    expect(await page("all")).toEqual({ items: [], cursor: first.cursor });
    expect((await page("ends")).items).toEqual([end]);
    expect(await shared.engine.reports.acknowledge("all", "0")).toMatchObject({ cursor: first.cursor });
    expect(await shared.engine.reports.acknowledge("all", "9999999999")).toMatchObject({ cursor: first.cursor });
    expect(await shared.engine.reports.acknowledge("nobody", "1")).toBeUndefined();
    expect(await shared.engine.reports.read({ subscription: "nobody", limit: 1 })).toBeUndefined();
  });

  it("lets a reader of final reports pass over the others", async () => {
    await shared.engine.reports.subscribe({ name: "all" });
    await shared.engine.reports.subscribe({ name: "ends", finalOnly: true });
    const message = await submitText(shared, { phone: newAddress() });
    await reportsOf(message.id, 2);
    const { items, cursor } = await page("ends");
    expect({ items, cursor }).toEqual({ items: [], cursor: (await page("all")).cursor });
    await idle(shared);
  });
});

describe.each(sharedTestDatabases)("the feed on $name", (database) => {
  const channel = createScriptedChannel({ channel: "line", kind: "line" });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [channel.adapter] }] });

  it("misses no report of fifty writers who commit late and in any order", async () => {
    const { reports } = shared.engine;
    const messages = await Promise.all(Array.from({ length: 50 }, () => submitText(shared, { line: newAddress() })));
    for (const message of messages) await finalDelivery(shared, message);
    await reports.subscribe({ name: "all" });
    const perWriter = 6;
    const writing = Promise.all(messages.map(async (message) => {
      for (let number = 1; number <= perWriter; number += 1) {
        await shared.connection.transaction().execute(async (transaction) => {
          await insertReports(transaction, defaultProject, [{ messageId: uuidOf(message.id), delivery: 0, firstNumber: number, facts: [fact] }]);
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
        });
      }
    }));
    const got: ReportView[] = [];
    await until("everything came", async () => {
      const { items, cursor } = (await reports.read({ subscription: "all", limit: 1_000 }))!;
      got.push(...items);
      await reports.acknowledge("all", cursor);
      return got.length >= messages.length * perWriter;
    });
    await writing;
    expect(new Set(got.map(({ id }) => id)).size).toBe(messages.length * perWriter);
    expect(got).toHaveLength(messages.length * perWriter);
    for (const numbers of Map.groupBy(got, ({ messageId }) => messageId).values()) {
      expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: perWriter }, (_, index) => index + 1));
    }
  });
});

const fact = {
  type: "evidence",
  at: new Date(),
  step: 0,
  channel: "line",
  attemptId: null,
  evidence: "accepted",
  outcome: null,
  succeeded: null,
  details: {},
} as const;

function uuidOf(messageId: string): string {
  return messageId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
