import type { Purpose } from "@todoke/core";
import { sql, type Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { monthAfter, monthAt } from "../calendar-month.ts";
import { addMonth } from "../database/month-tables.ts";
import { createMonthKeeper } from "../retention/keep-months.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses } from "../testing/scripted-channel.ts";
import { testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, newAddress, openTestEngine, submitText, type TestEngine } from "../testing/test-engine.ts";

const day = 86_400_000;
const receipts = { best: "delivered", negative: true, horizonMs: 3_600_000, recallable: false } as const;

describe.each(testDatabases)("months on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: day, maxRecipients: 5 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const warnings: object[] = [];
  const log = { info() {}, warn: (fields: object) => void warnings.push(fields), error: (fields: object) => expect.fail(JSON.stringify(fields)) };
  let created: CreatedDatabase;
  let shared: TestEngine;
  beforeAll(async () => {
    created = await database.create();
    shared = await openTestEngine({
      // With one connection what it counts of itself can be read from it.
      database: { ...created.settings, ...(database.kind === "postgresql" && { maxConnections: 1 }) },
      accounts: [line, sms].map(({ adapter }) => ({ id: adapter.channel, adapters: [adapter], prices: { "*": { unit: "0.01", currency: "USD" } } })),
      budgets: [{ name: "monthly", per: "month", channels: ["sms"], amount: "100", currency: "USD" }],
      frequencyCaps: [{ name: "rarely", limit: 2, per: "P200D" }],
      publicBaseUrl: "https://todoke.example",
      log,
    });
    shared.engine.start();
  });
  afterAll(async () => {
    await shared.engine.stop();
    await created.drop();
  });
  const thisMonth = monthAt(new Date());
  const plan = { steps: [{ channel: "line" }, { channel: "sms" }] };

  it("are looked into alone: to send, report, cancel and answer touches no table of an earlier month", async () => {
    const { engine, connection } = shared;
    const others = [-4, -3, -2].map((count) => monthAfter(thisMonth, count));
    for (const month of others) await addMonth(connection, month);
    await shared.context.months.look();
    const before = await scans(connection, others);

    const refused = newAddress("nobody");
    line.script(refused, refuses("recipient"));
    sms.script("+81", accepts("sms-1"));
    const to = [refused, newAddress(), newAddress()].map((person) => ({ addresses: { line: person, phone: "+81" } }));
    const message = await engine.submit({ to, content: { type: "text", text: "Hello" }, plan });
    await deliveryThat(shared, message, "waits for its receipt", ({ status }) => status === "waiting");
    const report = { type: "evidence", eventId: "event-1", correlation: { providerMessageId: "sms-1" }, evidence: "delivered", at: new Date() } as const;
    await engine.receive("sms", inboundRequest([report]));
    await completedMessage(shared, message);
    const scheduled = await submitText(shared, { line: newAddress() }, { sendAt: new Date(Date.now() + day).toISOString(), plan });
    await engine.controls.pause(scheduled.id);
    await engine.controls.resume(scheduled.id);
    await engine.controls.cancel(scheduled.id);
    await engine.messages({ limit: 10 });
    await engine.deliveries(message.id, { limit: 10 });
    expect(await engine.delivery(message.id.replace("msg_", "dlv_") + "_0")).toMatchObject({ outcome: "delivered", channel: "sms" });

    expect(before.size).toBe(5 * others.length);
    expect(await scans(connection, others)).toEqual(before);
    expect((await scans(connection, [thisMonth])).get(`delivery_${nameOf(thisMonth)}`)).toBeGreaterThan(0);
  });

  it("are kept while anything of them is to be done, then dropped with addresses and bytes; counts stay for as long as messages", async () => {
    const { engine, connection, context } = shared;
    await addMonth(connection, monthAfter(thisMonth, 2));
    const keep = createMonthKeeper(context, { deliveries: 1, messages: 3 });
    const sent = await submitText(shared, { line: "Person-To-Forget" }, { plan, budget: { amount: "1", currency: "USD" } });
    await completedMessage(shared, sent);
    const waiting = await submitText(shared, { line: newAddress() }, { plan, sendAt: new Date(Date.now() + 170 * day).toISOString() });

    await advance(70 * day, shared);
    await keep();
    await keep();
    expect(warnings).toEqual([{ month: thisMonth.slice(0, 7) }]);
    expect(await monthsOf(connection)).toEqual([thisMonth, monthAfter(thisMonth, 2)]);
    expect((await engine.deliveries(sent.id, { limit: 1 }))!.items).toMatchObject([{ addresses: { line: "person-to-forget" } }]);

    await engine.controls.cancel(waiting.id);
    await keep();
    expect(await monthsOf(connection)).toEqual([monthAfter(thisMonth, 2)]);
    expect(await engine.delivery(sent.id.replace("msg_", "dlv_") + "_0")).toBeUndefined();
    expect((await engine.deliveries(sent.id, { limit: 1 }))!.items).toEqual([]);
    expect(await engine.message(sent.id)).toMatchObject({ counts: { final: 1, outcomes: [{ outcome: "accepted", count: 1 }] } });

    expect(await engine.budgets.list(sent.id)).toMatchObject([{ name: "message", reserved: "0", used: "0.16" }]);

    // Who has been written to is still known, without the message.
    const again = (purpose: Purpose) => submitText(shared, { line: "Person-To-Forget" }, { plan, purpose });
    await completedMessage(shared, await again("notice"));
    const capped = await completedMessage(shared, await again("marketing"));
    expect(capped.counts.outcomes).toMatchObject([{ outcome: "skipped", count: 1 }]);
    await advance(62 * day, shared);
    await keep();
    expect(await engine.message(sent.id)).toBeUndefined();
    expect((await sql`select from budget_window where budget = 'message'`.execute(connection)).rows).toEqual([]);
    expect(warnings).toHaveLength(1);
  });
});

function nameOf(month: string): string {
  return month.slice(0, 7).replace("-", "_");
}

async function monthsOf(connection: Kysely<unknown>): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`
    select replace(right(relname, 7), '_', '-') || '-01' as month
    from pg_inherits join pg_class on pg_class.oid = inhrelid where inhparent = 'delivery'::regclass order by 1`.execute(connection);
  return rows.map(({ month }) => month);
}

/** How often anything was looked for in the tables of these months, by table. */
async function scans(connection: Kysely<unknown>, months: readonly string[]): Promise<ReadonlyMap<string, number>> {
  await sql`select pg_stat_force_next_flush()`.execute(connection);
  const { rows } = await sql<{ name: string; scans: number }>`
    select relname as name, (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::int as scans from pg_stat_user_tables
    where schemaname = current_schema() and right(relname, 7) = any(${months.map(nameOf)}::text[])`.execute(connection);
  return new Map(rows.map(({ name, scans: count }) => [name, count]));
}
