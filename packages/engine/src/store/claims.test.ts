import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, submitText, type TestEngine } from "../testing/test-engine.ts";
import { claimChunks, type ClaimedChunk } from "./claim-chunk.ts";
import { advanceChunk } from "./release-claims.ts";

const leaseMs = 60_000;

describe.each(testDatabases)("claims of chunks on $name", (database) => {
  let created: CreatedDatabase;
  let shared: TestEngine;
  beforeAll(async () => {
    created = await database.create();
    const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
    // Never started: nothing but these tests claims anything.
    shared = await openTestEngine({ database: created.settings, accounts: [{ id: "account", adapters: [adapter] }] });
  });
  afterAll(async () => {
    await shared.engine.stop();
    await created.drop();
  });
  const claim = async (): Promise<ClaimedChunk> => (await claimChunks(shared.connection, leaseMs, 1, 500))[0]!;

  it("belong to one claimer until the lease ends, and then to the next, who leaves the first empty-handed", async () => {
    await submitText(shared, { line: newAddress() });
    const first = await claim();
    expect(await claimChunks(shared.connection, leaseMs, 1, 500)).toEqual([]);
    await advance(leaseMs + 1_000, shared);
    const second = await claim();
    expect({ ...second, token: "" }).toEqual({ ...first, token: "" });
    expect(await advanceChunk(shared.connection, first, 0, leaseMs)).toBe(false);
    expect(await advanceChunk(shared.connection, first, first.endNumber, leaseMs)).toBe(false);
    expect(await advanceChunk(shared.connection, second, second.endNumber, leaseMs)).toBe(true);
    await advance(leaseMs + 1_000, shared);
    expect(await claimChunks(shared.connection, leaseMs, 1, 500)).toEqual([]);
  });

  it("begin where the last claimer left off, and live on with each step", async () => {
    const to = Array.from({ length: 20 }, () => ({ addresses: { line: newAddress() } }));
    await shared.engine.submit({ to, content: { type: "text", text: "Hello" } });
    const first = await claim();
    await advance(leaseMs - 1_000, shared);
    expect(await advanceChunk(shared.connection, first, 8, leaseMs)).toBe(true);
    await advance(leaseMs - 1_000, shared);
    expect(await claimChunks(shared.connection, leaseMs, 1, 500)).toEqual([]);
    await advance(2_000, shared);
    expect(await claim()).toMatchObject({ id: first.id, nextNumber: 8, endNumber: 20 });
  });
});
