import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { FrequencyCap } from "../caps/frequency-cap.ts";
import { dropEndedCounts } from "../store/caps/drop-ended-counts.ts";
import type { MessageRequest } from "../message-request.ts";
import { defaultProject } from "../project.ts";
import { accepts, createScriptedChannel, refuses } from "../testing/scripted-channel.ts";
import { oneTestDatabase, sharedTestDatabases } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, idle, newAddress, openTestEngine, submitText, until, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;

const caps: readonly FrequencyCap[] = [
  { name: "marketing-daily", purposes: ["marketing"], limit: 2, per: "P1D" },
  { name: "sms-weekly", channels: ["sms"], limit: 1, per: "P7D" },
  { name: "urgent", purposes: ["alert"], limit: 1, per: "P1D", calendar: true, timeZone: "Asia/Tokyo" },
];

describe.each(oneTestDatabase)("frequency caps on $name", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 500, keyLifetimeMs: hour });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
  const shared = useEngine(database, {
    accounts: [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
    frequencyCaps: caps,
  });
  const onLine = { steps: [{ channel: "line" }] };
  const onSms = { steps: [{ channel: "sms" }] };
  const both = () => ({ line: newAddress(), phone: newAddress("phone") });

  /** What became of a message to one person; the plan has said the same before. */
  const outcomeOf = async (addresses: Readonly<Record<string, string>>, request: Partial<MessageRequest>): Promise<string> => {
    const { recipients } = await shared.engine.explain({ to: [{ addresses }], content: { type: "text", text: "Hello" }, ...request });
    const delivery = await finalDelivery(shared, await submitText(shared, addresses, request));
    const isCapped = delivery.reason?.code === "frequency-cap";
    expect(recipients[0]!.steps.every(({ verdict, reason }) => verdict === "skip" && reason === "frequency-cap")).toBe(isCapped);
    return delivery.reason?.code ?? delivery.channel!;
  };

  it("leave a person alone who has had so many, across channels, until the time is over", async () => {
    const addresses = both();
    const marketing = { purpose: "marketing" } as const;
    expect(await outcomeOf(addresses, { ...marketing, plan: onLine })).toBe("line");
    await advance(hour, shared);
    expect(await outcomeOf({ phone: addresses.phone }, { ...marketing, plan: onSms })).toBe("sms");
    // Either address is the person.
    expect(await outcomeOf(addresses, { ...marketing, plan: onLine })).toBe("frequency-cap");
    expect(await outcomeOf({ line: addresses.line, phone: newAddress("phone") }, { ...marketing, plan: onLine })).toBe("line");
    expect(await outcomeOf({ line: addresses.line }, { ...marketing, plan: onLine })).toBe("frequency-cap");
    expect(await outcomeOf(addresses, { purpose: "notice", plan: onLine })).toBe("line");
    await advance(23 * hour + 1_000, shared);
    expect(await outcomeOf({ phone: addresses.phone, line: newAddress() }, { ...marketing, plan: onLine })).toBe("line");
  });

  it("pass over a step, and a later one on another channel goes", async () => {
    const addresses = both();
    expect(await outcomeOf(addresses, { plan: onSms })).toBe("sms");
    const message = await submitText(shared, addresses, { plan: { steps: [{ channel: "sms" }, { channel: "line" }] } });
    const delivery = await finalDelivery(shared, message);
    expect(delivery).toMatchObject({ outcome: "accepted", channel: "line", succeeded: true });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({
      type: "skipped", step: 0, reason: "frequency-cap",
      detail: expect.stringMatching(/^the cap sms-weekly allows 1 in P7D, and so many went out since 20/) as string,
    }));
  });

  it("exempt codes and alerts, but for a cap that names them, and count that by the person's own days", async () => {
    const addresses = both();
    expect(await outcomeOf(addresses, { plan: onSms })).toBe("sms");
    expect(await outcomeOf(addresses, { plan: onSms, purpose: "otp" })).toBe("sms");
    expect(await outcomeOf(addresses, { plan: onSms, purpose: "alert" })).toBe("sms");
    expect(await outcomeOf(addresses, { plan: onSms, purpose: "alert" })).toBe("frequency-cap");
    // Somewhere it is always another day within half a day.
    const zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Tokyo"].map((timeZone) => ({ to: [{ addresses, timeZone }], purpose: "alert" as const, plan: onSms }));
    const explained = await Promise.all(zones.map((request) => shared.engine.explain({ ...request, content: { type: "text", text: "Hello" } })));
    expect(explained.map(({ recipients }) => recipients[0]!.steps[0]!.reason)).toContain("frequency-cap");
    await advance(24 * hour, shared);
    expect(await outcomeOf(addresses, { plan: onSms, purpose: "alert" })).toBe("sms");
  });

  it("count one message once, however many of its steps are tried", async () => {
    const addresses = both();
    line.script(addresses.line, accepts());
    const plan = { steps: [{ channel: "line", succeedOn: "accepted", switchAfter: "PT1M" }, { channel: "sms" }] } as const;
    line.script(addresses.line, refuses("recipient"));
    expect(await outcomeOf(addresses, { purpose: "marketing", plan })).toBe("sms");
    line.script(addresses.line, accepts());
    expect(await outcomeOf({ line: addresses.line }, { purpose: "marketing", plan: onLine })).toBe("line");
    expect(await outcomeOf({ line: addresses.line }, { purpose: "marketing", plan: onLine })).toBe("frequency-cap");
  });

  it("give a place back when nothing was sent, and keep it when the answer was lost", async () => {
    const [refused, lost] = [newAddress("phone"), newAddress("phone")];
    sms.script(refused, refuses("recipient"));
    expect(await outcomeOf({ phone: refused }, { plan: onSms })).toBe("recipient");
    sms.script(refused, accepts());
    expect(await outcomeOf({ phone: refused }, { plan: onSms })).toBe("sms");
    expect(await outcomeOf({ phone: refused }, { plan: onSms })).toBe("frequency-cap");
    sms.script(lost, refuses("ambiguous"));
    const message = await submitText(shared, { phone: lost }, { plan: { ...onSms, unknownHold: "PT1M" } });
    await until("it was called", () => sms.callsTo(lost).length === 1);
    await idle(shared);
    await advance(61_000, shared);
    expect(await finalDelivery(shared, message)).toMatchObject({ outcome: "unknown" });
    sms.script(lost, accepts());
    expect(await outcomeOf({ phone: lost }, { plan: onSms })).toBe("frequency-cap");
  });

  it("let one of several recipients of a message who are one person have the last place, and the plan says which", async () => {
    const phone = newAddress("phone");
    const to = [1, 2, 3].map(() => ({ addresses: { line: newAddress(), phone } }));
    const request: MessageRequest = { to, content: { type: "text", text: "Once" }, purpose: "marketing", plan: { steps: [{ channel: "line" }, { channel: "sms" }] } };
    const explained = (await shared.engine.explain(request)).recipients.map(({ steps }) => steps.some(({ verdict }) => verdict !== "skip"));
    const message = await completedMessage(shared, await shared.engine.submit(request));
    const done = await Promise.all(to.map((_, number) => finalDelivery(shared, message, number)));
    expect(done.map(({ succeeded }) => succeeded)).toEqual(explained);
    expect(explained).toEqual([true, true, false]);
  });

  it("take a contact's addresses for one person", async () => {
    const addresses = both();
    const contact = "0193b6c0-0000-7000-8000-000000000001";
    await sql`insert into contact_address (project_id, address, kind, contact_id, account_id, created_at)
      values ('default', ${addresses.line}, 'line', ${contact}, 'line-account', now()), ('default', ${addresses.phone}, 'phone', ${contact}, 'sms-account', now())`.execute(shared.connection);
    const marketing = { purpose: "marketing" } as const;
    expect(await outcomeOf({ line: addresses.line }, { ...marketing, plan: onLine })).toBe("line");
    expect(await outcomeOf({ line: addresses.line }, { ...marketing, plan: onLine })).toBe("line");
    expect(await outcomeOf({ phone: addresses.phone }, { ...marketing, plan: onSms })).toBe("frequency-cap");
  });

  it("let messages that race for the last places of many have no more than there are", async () => {
    const to = Array.from({ length: 120 }, () => ({ addresses: { line: newAddress() } }));
    const messages = await Promise.all([1, 2, 3].map(() => shared.engine.submit({ to, content: { type: "text", text: "Race" }, purpose: "marketing", plan: onLine })));
    const done = await Promise.all(messages.map((message) => completedMessage(shared, message)));
    const count = (outcome: string) => done.flatMap(({ counts }) => counts.outcomes).filter((each) => each.outcome === outcome).reduce((sum, each) => sum + each.count, 0);
    expect([count("accepted"), count("skipped")]).toEqual([240, 120]);
    expect(to.map(({ addresses }) => line.callsTo(addresses.line).length)).toEqual(to.map(() => 2));
  });

  it("forget what counts no more", async () => {
    const counts = async () => (await sql<{ count: number }>`select count(*)::int as count from frequency_count`.execute(shared.connection)).rows[0]!.count;
    expect(await counts()).toBeGreaterThan(120);
    await advance(9 * 24 * hour, shared);
    const kept = newAddress();
    expect(await outcomeOf({ line: kept }, { purpose: "marketing", plan: onLine })).toBe("line");
    let cursor = await dropEndedCounts(shared.connection, defaultProject, undefined, 50);
    while (cursor !== undefined) cursor = await dropEndedCounts(shared.connection, defaultProject, cursor, 50);
    expect(await counts()).toBe(1);
    expect(await outcomeOf({ line: kept }, { purpose: "marketing", plan: onLine })).toBe("line");
    expect(await outcomeOf({ line: kept }, { purpose: "marketing", plan: onLine })).toBe("frequency-cap");
  });
});

describe.each(sharedTestDatabases)("frequency caps of two engines on one $name", (database) => {
  it("are one", async () => {
    const created = await database.create();
    const [ours, theirs] = [1, 2].map(() => createScriptedChannel({ channel: "line", kind: "line", maxRecipients: 50 })) as [ReturnType<typeof createScriptedChannel>, ReturnType<typeof createScriptedChannel>];
    const open = (channel: typeof ours) => openTestEngine({
      database: created.settings,
      accounts: [{ id: "line-account", adapters: [channel.adapter] }],
      frequencyCaps: [{ name: "hourly", limit: 2, per: "PT1H" }],
    });
    const [one, other] = [await open(ours), await open(theirs)];
    one.engine.start();
    other.engine.start();
    const race = async () => {
      const to = Array.from({ length: 200 }, () => ({ addresses: { line: newAddress() } }));
      const messages = await Promise.all(Array.from({ length: 4 }, () => one.engine.submit({ to, content: { type: "text", text: "Race" } })));
      for (const message of messages) await completedMessage(one, message);
      const callsOf = (channel: typeof ours) => to.flatMap(({ addresses }) => channel.callsTo(addresses.line));
      expect(to.map(({ addresses }) => [ours, theirs].flatMap((channel) => channel.callsTo(addresses.line)).length)).toEqual(to.map(() => 2));
      return [ours, theirs].every((channel) => callsOf(channel).length > 0);
    };
    // On a busy machine one may have sent everything before the other woke.
    while (!(await race())) expect([...one.errors, ...other.errors]).toEqual([]);
    await Promise.all([one.engine.stop(), other.engine.stop()]);
    expect([...one.errors, ...other.errors]).toEqual([]);
    await created.drop();
  });
});
