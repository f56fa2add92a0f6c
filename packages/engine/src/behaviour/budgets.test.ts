import { InvalidRequestError, type EvidenceEvent } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { MessageRequest } from "../message-request.ts";
import { defaultProject } from "../project.ts";
import { dropEndedWindows } from "../store/budgets/drop-ended-windows.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses, type ScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, deliveryThat, finalDelivery, idle, newAddress, openTestEngine, submitText, until, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;
// `{"text":"Hello"}` counts as sixteen characters: a send costs 0.16.
const prices = { "*": { unit: "0.01", currency: "USD" } };
const evidence = { best: "delivered", negative: true, horizonMs: hour, recallable: false } as const;

describe.each(oneTestDatabase)("budgets on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500 });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence });
  const other = createScriptedChannel({ channel: "other-sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [
      { id: "line-account", adapters: [line.adapter] },
      { id: "sms-account", adapters: [sms.adapter], prices },
      { id: "other-account", adapters: [other.adapter], prices },
    ],
    budgets: [
      { name: "hourly", per: "hour", channels: ["sms"], amount: "0.50", currency: "USD" },
      { name: "outage", per: "message", only: "failover", channels: ["other-sms"], share: 0.2 },
    ],
  });
  const content = { type: "text", text: "Hello" } as const;
  const onSms = { plan: { steps: [{ channel: "sms", succeedOn: "accepted" }] } } as const satisfies Partial<MessageRequest>;
  const people = (count: number) => Array.from({ length: count }, () => ({ addresses: { line: newAddress(), phone: newAddress("phone") } }));
  const budgetOf = async (name: string, messageId?: string) => (await shared.engine.budgets.list(messageId))!.find((budget) => budget.name === name)!;
  const nextHour = async () => advance(new Date(await budgetOf("hourly").then(({ endsAt }) => endsAt!)).getTime() - shared.context.clock.now().getTime() + 1, shared);
  const countsOf = async (id: string) => (await shared.engine.message(id))!.counts;

  it("let as much go as there is, say so before, and let the rest wait for the next hour", async () => {
    await nextHour();
    const to = people(5);
    const explained = await shared.engine.explain({ to, content, ...onSms });
    const message = await shared.engine.submit({ to, content, ...onSms });
    await until("three are done and two wait", async () => {
      const { final, held } = await countsOf(message.id);
      return final === 3 && held === 2;
    });
    await idle(shared);
    const heldNow = (await shared.engine.deliveries(message.id, { limit: 10, status: "held" }))!.items;
    expect(explained.recipients.filter(({ steps }) => steps[0]!.heldBy !== undefined).map(({ index }) => index))
      .toEqual(heldNow.map(({ id }) => Number(id.split("_")[2])));
    expect(explained.recipients[4]!.steps[0]).toMatchObject({ verdict: "use", heldBy: { budget: "hourly", detail: "the budget hourly has 0.02 USD left, and this needs 0.16 USD" } });
    expect(heldNow[0]).toMatchObject({ reason: { code: "budget", detail: "the budget hourly has 0.02 USD left, and this needs 0.16 USD" } });
    expect((await shared.engine.delivery(heldNow[0]!.id))!.timeline.at(-1)).toMatchObject({ type: "held", budget: "hourly", step: 0 });
    expect(await budgetOf("hourly")).toMatchObject({ allowed: "0.5", reserved: "0", used: "0.48", left: "0.02", held: 2, reachedAt: expect.any(Date) as Date });
    await nextHour();
    await completedMessage(shared, message);
    expect(sms.calls.filter(({ to: [address] }) => to.some(({ addresses }) => addresses.phone === address))).toHaveLength(5);
    expect(await budgetOf("hourly")).toMatchObject({ used: "0.32", held: 0 });
  });

  it("give back what was refused, and go by the bill where one comes", async () => {
    await nextHour();
    const [refused, billed] = [newAddress("phone"), newAddress("phone")];
    sms.script(refused, refuses("recipient"));
    await finalDelivery(shared, await submitText(shared, { phone: refused }, onSms));
    expect(await budgetOf("hourly")).toMatchObject({ reserved: "0", used: "0", left: "0.5" });
    sms.script(billed, accepts(`id-${billed}`));
    await finalDelivery(shared, await submitText(shared, { phone: billed }, onSms));
    expect(await budgetOf("hourly")).toMatchObject({ used: "0.16" });
    const report = (eventId: string, amount: string): EvidenceEvent => ({
      type: "evidence", eventId: `${eventId}-${billed}`, correlation: { providerMessageId: `id-${billed}` }, evidence: "delivered",
      bill: { amount, currency: "USD" }, at: shared.context.clock.now(),
    });
    await shared.engine.receive("sms-account", inboundRequest([report("first", "0.0747")]));
    expect(await budgetOf("hourly")).toMatchObject({ used: "0.0747", left: "0.4253" });
    await shared.engine.receive("sms-account", inboundRequest([report("first", "0.0747"), report("second", "0.2")]));
    expect(await budgetOf("hourly")).toMatchObject({ used: "0.2" });
  });

  it("keep what is reserved while an answer is lost, and count it once the hold is over", async () => {
    await nextHour();
    const lost = newAddress("phone");
    sms.script(lost, refuses("ambiguous"));
    const message = await submitText(shared, { phone: lost }, { plan: { ...onSms.plan, unknownHold: "PT1M" } });
    await until("it is lost", async () => (await shared.engine.delivery(message.id.replace("msg_", "dlv_") + "_0"))!.timeline.some((entry) => entry.type === "attempt" && entry.evidence === "unknown"));
    expect(await budgetOf("hourly")).toMatchObject({ reserved: "0.16", used: "0" });
    await advance(61_000, shared);
    await finalDelivery(shared, message);
    expect(await budgetOf("hourly")).toMatchObject({ reserved: "0", used: "0.16" });
  });

  it("let whoever waits go when an operator raises it", async () => {
    await nextHour();
    const message = await shared.engine.submit({ to: people(6), content, ...onSms });
    await until("some wait", async () => (await countsOf(message.id)).held === 3);
    await expect(shared.engine.budgets.raise("outage", { to: "1" })).rejects.toThrow(InvalidRequestError);
    expect(await shared.engine.budgets.raise("unheard-of", { to: "1" })).toBeUndefined();
    await expect(shared.engine.budgets.raise("hourly", { to: "0.49" })).rejects.toMatchObject({ problems: [{ pointer: "/to", code: "below-budget" }] });
    await shared.engine.budgets.raise("hourly", { to: "0.80" });
    // Said twice, it is what it was.
    expect(await shared.engine.budgets.raise("hourly", { to: "0.80" })).toMatchObject({ allowed: "0.5", raised: "0.3" });
    await until("two more are done", async () => (await countsOf(message.id)).final === 5);
    await idle(shared);
    expect(await countsOf(message.id)).toMatchObject({ final: 5, held: 1 });
    await shared.engine.controls.cancel(message.id);
    await until("all are final", async () => (await countsOf(message.id)).final === 6);
  });

  it("forget times that are long over, and nothing of the time that is", async () => {
    const rows = async () => (await sql<{ count: number }>`
      select count(*)::int as count from budget_window where budget = 'hourly'`.execute(shared.connection)).rows[0]!.count;
    await nextHour();
    await finalDelivery(shared, await submitText(shared, { phone: newAddress("phone") }, onSms));
    expect(await dropEndedWindows(shared.connection, defaultProject, 10)).toBe(0);
    const before = await rows();
    await advance(41 * 24 * hour, shared);
    await finalDelivery(shared, await submitText(shared, { phone: newAddress("phone") }, onSms));
    expect(await dropEndedWindows(shared.connection, defaultProject, before - 1)).toBe(before - 1);
    expect(await dropEndedWindows(shared.connection, defaultProject, 10)).toBe(1);
    expect(await rows()).toBe(1);
    expect(await budgetOf("hourly")).toMatchObject({ used: "0.16" });
  });

  it("end the wait with the validity of the message", async () => {
    await nextHour();
    const message = await shared.engine.submit({ to: people(4), content, ...onSms, validityPeriod: "PT5M" });
    await until("one waits", async () => (await countsOf(message.id)).held === 1);
    await advance(5 * 60_000 + 1_000, shared);
    expect((await completedMessage(shared, message)).counts.outcomes).toContainEqual({ outcome: "expired", succeeded: false, count: 1 });
  });

  it("hold a message to its own, over all steps", async () => {
    const request: Partial<MessageRequest> = { plan: { steps: [{ channel: "other-sms" }] }, budget: { amount: "0.40", currency: "USD" } };
    const message = await shared.engine.submit({ to: people(4), content, ...request });
    expect(message.budget).toEqual(request.budget);
    await until("two are done and two wait", async () => {
      const { final, held } = await countsOf(message.id);
      return final === 2 && held === 2;
    });
    expect(await shared.engine.budgets.list(message.id)).toMatchObject([
      { name: "outage", messageId: message.id },
      { name: "message", allowed: "0.4", used: "0.32", held: 2 },
    ]);
    await shared.engine.budgets.raise("message", { to: "1.40", messageId: message.id });
    await completedMessage(shared, message);
    const refused = shared.engine.submit({ to: people(1), content, ...request, budget: { amount: "1", currency: "JPY" } });
    await expect(refused).rejects.toMatchObject({ problems: [{ pointer: "/budget/currency", code: "not-priced" }] });
    await expect(shared.engine.submit({ to: people(1), content, plan: { steps: [{ channel: "line" }] }, budget: request.budget! })).rejects.toThrow(InvalidRequestError);
  });

  it("let only a share of a message go over because a provider is not there, and whoever is not on it all the same", async () => {
    const to = people(20);
    const unreachable = to.slice(0, 6);
    for (const { addresses } of unreachable) line.script(addresses.line, refuses("recipient"));
    for (const { addresses } of to.slice(6)) line.script(addresses.line, refuses("sender"));
    const plan = { steps: [{ channel: "line" }, { channel: "other-sms" }] };
    const message = await shared.engine.submit({ to: to.map((each, index) => ({ ...each, variables: { index } })), content: { type: "text", text: "{{ index }}", template: true }, plan });
    await until("ten wait", async () => (await countsOf(message.id)).held === 10);
    await idle(shared);
    const reached = to.filter(({ addresses }) => other.callsTo(addresses.phone).length > 0);
    expect(reached).toHaveLength(10);
    expect(reached).toEqual(expect.arrayContaining(unreachable));
    expect(await budgetOf("outage", message.id)).toMatchObject({ share: 0.2, allowed: "4", used: "4", left: "0", held: 10 });
    expect(await deliveryThat(shared, message, "is held", ({ status }) => status === "held", Number((await shared.engine.deliveries(message.id, { limit: 1, status: "held" }))!.items[0]!.id.split("_")[2])))
      .toMatchObject({ step: 1, reason: { code: "budget", detail: "the budget outage has 0 left, and this needs 1" } });
  });
});

describe.each(sharedTestDatabases)("a budget of two engines on one $name", (database) => {
  it("is never overdrawn", async () => {
    const created = await database.create();
    const channels = [1, 2].map(() => createScriptedChannel({ channel: "sms", kind: "phone", keyLifetimeMs: hour }));
    const open = (channel: ScriptedChannel) => openTestEngine({
      database: created.settings,
      accounts: [{ id: "sms-account", adapters: [channel.adapter], prices }],
      budgets: [{ name: "monthly", per: "month", amount: "16", currency: "USD" }],
    });
    const one = await open(channels[0]!);
    const engines = [one, await open(channels[1]!)];
    const to = Array.from({ length: 60 }, () => ({ addresses: { phone: newAddress("phone") } }));
    const messages = await Promise.all(Array.from({ length: 4 }, () => one.engine.submit({ to, content: { type: "text", text: "Hello" } })));
    for (const { engine } of engines) engine.start();
    const countsOf = async () => Promise.all(messages.map(async ({ id }) => (await one.engine.message(id))!.counts));
    await until("all are sent or wait", async () => (await countsOf()).reduce((sum, { final, held }) => sum + final + held, 0) === 240);
    expect((await countsOf()).reduce((sum, { final }) => sum + final, 0)).toBe(100);
    expect(channels.flatMap(({ calls }) => calls)).toHaveLength(100);
    expect(await one.engine.budgets.list()).toMatchObject([{ name: "monthly", used: "16", left: "0", held: 140 }]);
    await Promise.all(engines.map(({ engine }) => engine.stop()));
    expect(engines.flatMap(({ errors }) => errors)).toEqual([]);
    await created.drop();
  });
});
