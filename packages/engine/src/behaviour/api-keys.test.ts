import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { createKnownKeys } from "../api-keys/create-known-keys.ts";
import { apiKeyScopes } from "../api-keys/scopes.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { advance, useEngine } from "../testing/test-engine.ts";

const hour = 3_600_000;

describe.each(testDatabases)("keys on $name", (database) => {
  const shared = useEngine(database, { accounts: [{ id: "sms", adapters: [createScriptedChannel({ channel: "sms", kind: "phone" }).adapter] }] });
  const make = (name: string, more: { readonly expiresAt?: string } = {}) =>
    shared.engine.apiKeys.create({ name, scopes: ["messages:read"], ...more });
  /** As a process says that has not been asked before. */
  const heldBy = async (...keys: readonly string[]) => {
    const known = createKnownKeys(shared.connection, { info() {}, warn() {}, error() {} });
    return Promise.all(keys.map(async (key) => (await known.holderOf(key))?.keyId));
  };
  const stored = async (name: string) => {
    const { rows } = await sql<Record<string, unknown>>`select * from api_key where name = ${name}`.execute(shared.connection);
    return rows[0]!;
  };

  it("are made first once, by whichever process asks", async () => {
    const made = await Promise.all([1, 2, 3].map(() => shared.engine.apiKeys.createFirst()));
    const [first, ...others] = made.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    expect(await shared.engine.authenticate(first!.key)).toEqual({ projectId: "default", keyId: first!.id, scopes: new Set(apiKeyScopes) });
    await shared.engine.apiKeys.revoke(first!.id);
    expect(await shared.engine.apiKeys.createFirst()).toBeUndefined();
  });

  it("are stored as a hash alone, and told once", async () => {
    const { key, ...view } = await make("hashed");
    expect(await shared.engine.apiKeys.get(view.id)).toEqual(view);
    expect(await shared.engine.apiKeys.list({ limit: 1 })).toMatchObject({ items: [view], nextCursor: view.id });
    const secret = key.slice(key.lastIndexOf(view.id.slice(4)) + 33);
    expect(secret).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(await stored("hashed"))).not.toContain(secret);
  });

  it.each([
    ["no key at all", () => "Bearer"],
    ["another secret", (key: string) => key.replace(/.{43}$/, "a".repeat(43))],
    ["another id", (key: string) => key.replace(/^tdk_.{8}/, "tdk_00000000")],
    ["one character more", (key: string) => `${key}a`],
  ])("let nobody in with %s", async (_what, change) => {
    const { key } = await make("changed");
    expect(await shared.engine.authenticate(key)).toBeDefined();
    expect(await shared.engine.authenticate(change(key))).toBeUndefined();
  });

  it("end when they expire, by the database's clock", async () => {
    const expiresAt = new Date(shared.context.clock.now().getTime() + hour).toISOString();
    const { key, id } = await make("expiring", { expiresAt });
    await advance(2 * hour, shared);
    expect(await shared.engine.authenticate(key)).toBeUndefined();
    await expect(shared.engine.apiKeys.rotate(id, {})).rejects.toMatchObject({ code: "already-over" });
    await expect(make("expired", { expiresAt })).rejects.toMatchObject({ problems: [{ pointer: "/expiresAt" }] });
  });

  it("keep the secret before for a while when they are rotated, and no other", async () => {
    const { key: first, id } = await make("rotated");
    const { key: second } = (await shared.engine.apiKeys.rotate(id, { overlap: "PT1H" }))!;
    const { key: third, formerSecretUntil } = (await shared.engine.apiKeys.rotate(id, { overlap: "PT1H" }))!;
    expect(formerSecretUntil).toBeInstanceOf(Date);
    expect(await heldBy(first, second, third)).toEqual([undefined, id, id]);
    await advance(2 * hour, shared);
    expect(await heldBy(second, third)).toEqual([undefined, id]);
    await expect(shared.engine.apiKeys.rotate(id, { overlap: "P8D" })).rejects.toMatchObject({ problems: [{ pointer: "/overlap" }] });
  });

  it("say in which hour they were used, and are not written to by whoever guesses", async () => {
    const { key, id } = await make("used");
    await shared.engine.authenticate(`${key.slice(0, -43)}${"a".repeat(43)}`);
    expect((await stored("used"))["last_used_at"]).toBeNull();
    await shared.engine.authenticate(key);
    await expect.poll(async () => (await shared.engine.apiKeys.get(id))?.lastUsedAt?.getUTCMinutes()).toBe(0);
  });

  it("are not found by ids of another form or of nobody", async () => {
    const { apiKeys } = shared.engine;
    for (const id of ["msg_1", `key_${"0".repeat(32)}`]) {
      expect(await Promise.all([apiKeys.get(id), apiKeys.revoke(id), apiKeys.rotate(id, {})])).toEqual([undefined, undefined, undefined]);
    }
  });
});
