import { createSecretKey, randomBytes } from "node:crypto";
import type { JsonObject } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { Secrets } from "../secrets/secrets.ts";
import { sealAnew } from "../secrets/seal-anew.ts";
import { readKeptAccounts } from "../stored-accounts/read-kept-accounts.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { finalDelivery, newAddress, until, useEngine } from "../testing/test-engine.ts";

const [first, second] = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))];
const settings: JsonObject = { token: "canary-token", from: "TODOKE" };
const account = { provider: "scripted", name: "The shop", settings, usage: { countries: ["JP"] } };
const channel = createScriptedChannel({ channel: "sms", kind: "phone" });

// One kind of database has the same SQL as the other.
describe.each(testDatabases.slice(-1))("accounts in the database, on $name", (database) => {
  const shared = useEngine(database, { accounts: [{ id: "sms", adapters: [channel.adapter] }], secretKeys: [first!] });
  const stored = () => shared.engine.storedAccounts;
  const kept = (...keys: readonly typeof first[]) => readKeptAccounts({ ...shared.context, secrets: new Secrets(keys) });
  const rowOf = async (name: string) => {
    const { rows } = await sql<Record<string, unknown>>`select * from account where name = ${name}`.execute(shared.connection);
    return rows[0]!;
  };

  it("are kept with their settings sealed, under an id of ours", async () => {
    const before = await stored().read();
    const made = await stored().create({ ...account, name: "sealed" });
    expect(made).toMatchObject({ id: expect.stringMatching(/^acc_[0-9a-f]{32}$/), name: "sealed", provider: "scripted", settings, usage: { countries: ["JP"] } });
    const after = await stored().read();
    expect(after.accounts.at(-1)).toEqual(made);
    expect(after.revision).toBe(before.revision + 1);
    expect(JSON.stringify(await rowOf("sealed"))).not.toMatch(/canary-token|TODOKE/);
  });

  it("are changed by what they are, and not at all by what fails", async () => {
    const { id } = await stored().create({ ...account, name: "changed" });
    const changed = await stored().change(id, (current) => ({ ...current, settings: { ...current.settings, from: "OTHER" }, usage: {} }));
    expect(changed).toMatchObject({ id, name: "changed", settings: { token: "canary-token", from: "OTHER" }, usage: {} });
    await expect(stored().change(id, () => { throw new Error("refused"); })).rejects.toThrow("refused");
    expect((await stored().read()).accounts.at(-1)).toEqual(changed);
    expect(await stored().change("acc_00000000000000000000000000000000", () => account)).toBeUndefined();
    expect(await stored().change("nonsense", () => account)).toBeUndefined();
  });

  it("are put under the first key by a process that starts, as all stored secrets are", async () => {
    const { id } = await stored().create({ ...account, name: "rotated" });
    const endpoint = await shared.engine.webhooks.create({ url: "https://example.com/", name: "rotated" });
    await shared.engine.webhooks.rotate(endpoint.id, { overlap: "P1D" });
    const find = async (...keys: readonly typeof first[]) => (await kept(...keys)).accounts.find((each) => each.id === id)!;
    const start = (...keys: readonly typeof first[]) => sealAnew(shared.connection, new Secrets(keys), shared.context.log);
    await start(second, first);
    expect(await find(second)).toMatchObject({ settings });
    expect(await find(first)).toMatchObject({ id, settings: undefined, problem: expect.stringContaining("TODOKE_SECRETS_KEY") });
    expect(await find()).toMatchObject({ settings: undefined });
    const { rows } = await sql<Record<string, string>>`select secret, former_secret from webhook_endpoint`.execute(shared.connection);
    for (const sealed of Object.values(rows[0]!)) expect(sealed.startsWith(new Secrets([second]).currentBeginning)).toBe(true);
    await start(first, second);
    expect(await find(first)).toMatchObject({ settings });
  });

  it("do not open in the row of another", async () => {
    const [mine, other] = [await stored().create({ ...account, name: "mine" }), await stored().create({ ...account, name: "other" })];
    await sql`update account set sealed_settings = (select sealed_settings from account where name = 'other') where name = 'mine'`.execute(shared.connection);
    const { accounts } = await stored().read();
    expect(accounts.find(({ id }) => id === mine.id)).toMatchObject({ settings: undefined, problem: expect.stringContaining("another row") });
    expect(accounts.find(({ id }) => id === other.id)).toMatchObject({ settings });
  });

  it("stay while a message needs them, and then go with their secrets", async () => {
    const { id } = await stored().create({ ...account, name: "archived" });
    const message = await shared.engine.submit({ to: [{ addresses: { phone: newAddress() } }], content: { type: "text", text: "Hello" }, sendAt: new Date(Date.now() + 3_600_000).toISOString() });
    await sql`update message set plan = jsonb_set(plan, '{steps,0,accounts}', ${JSON.stringify([{ account: "sms" }, { account: id }])}::jsonb)
      where completed_at is null`.execute(shared.connection);
    await expect(stored().archive(id)).rejects.toMatchObject({ code: "account-in-use", message: expect.stringContaining(message.id) });
    await shared.engine.controls.cancel(message.id);
    await until("the message is cancelled", async () => (await shared.engine.message(message.id))?.status === "cancelled");
    await stored().pause(id);
    expect(await stored().archive(id)).toBe(true);
    expect(await stored().archive(id)).toBe(false);
    expect(await rowOf("archived")).toMatchObject({ sealed_settings: null, archived_at: expect.any(Date) });
    const { accounts, pausedAt } = await stored().read();
    expect([accounts.some((each) => each.id === id), pausedAt.has(id)]).toEqual([false, false]);
  });

  it("are paused and resumed, which counts once", async () => {
    const { revision } = await stored().read();
    for (const _ of [1, 2]) await stored().pause("sms");
    expect(await stored().read()).toMatchObject({ revision: revision + 1, pausedAt: new Map([["sms", expect.any(Date)]]) });
    for (const _ of [1, 2]) await stored().resume("sms");
    expect(await stored().read()).toMatchObject({ revision: revision + 2, pausedAt: new Map() });
  });

  it("keep what their provider last said of the credentials, until they are changed", async () => {
    const { id } = await stored().create({ ...account, name: "probed" });
    await stored().noteProbe(id, { works: false, errorClass: "sender", providerCode: "http-401" });
    expect((await stored().probes()).get(id)).toEqual({ probedAt: expect.any(Date), works: false, errorClass: "sender", providerCode: "http-401" });
    await stored().noteProbe(id, { works: true, name: "Shop", address: "@shop" });
    expect((await stored().probes()).get(id)).toEqual({ probedAt: expect.any(Date), works: true, name: "Shop", address: "@shop" });
    await stored().change(id, (current) => ({ ...current, settings }));
    expect((await stored().probes()).has(id)).toBe(false);
  });
});

describe.each(testDatabases.slice(-1))("caps and budgets where accounts come and go, on $name", (database) => {
  const warnings: object[] = [];
  const shared = useEngine(database, {
    accounts: () => [{ id: "sms", adapters: [channel.adapter] }],
    frequencyCaps: [{ name: "daily", channels: ["line", "sms"], limit: 1, per: "P1D" }],
    budgets: [{ name: "monthly", per: "month", channels: ["sms"], amount: 10, currency: "USD" }, { name: "later", per: "day", account: "acc_1", sends: 5 }],
    log: { info() {}, warn: (fields) => void warnings.push(fields), error() {} },
  });

  it("may name what is not there yet, and the log says so", () => {
    expect(warnings).toEqual([{ channels: ["line"], accounts: ["acc_1"] }]);
  });

  it("are not to be got past by prices in another currency", () => {
    const priced = (currency: string) => () => shared.engine.storedAccounts.check({ id: "new", adapters: [channel.adapter], prices: { "*": { unit: 1, currency } } });
    expect(priced("USD")).not.toThrow();
    expect(priced("JPY")).toThrow(expect.objectContaining({ problems: [{ pointer: "/prices", code: "not-in-budget", detail: expect.stringContaining("monthly") as unknown }] }));
  });
});

describe.each(testDatabases.slice(-1))("an account that is paused, on $name", (database) => {
  const [line, sms] = [createScriptedChannel({ channel: "line", kind: "line" }), createScriptedChannel({ channel: "sms", kind: "phone" })];
  const shared = useEngine(database, {
    accounts: [{ id: "line", adapters: [line.adapter], isPaused: true }, { id: "sms", adapters: [sms.adapter] }],
  });

  it("makes no call: the plan says so, and the next step goes", async () => {
    const request = { to: [{ addresses: { line: newAddress(), phone: newAddress() } }], content: { type: "text", text: "Hello" } } as const;
    const { recipients } = await shared.engine.explain(request);
    expect(recipients[0]!.steps).toMatchObject([
      { channel: "line", verdict: "skip", reason: "account-paused", detail: "the account line is paused" },
      { channel: "sms", verdict: "use" },
    ]);
    const delivery = await finalDelivery(shared, await shared.engine.submit(request));
    expect(delivery).toMatchObject({ channel: "sms", succeeded: true });
    expect(delivery.timeline).toContainEqual(expect.objectContaining({ type: "skipped", step: 0, reason: "account-paused" }));
    expect(line.calls).toEqual([]);
  });
});
