import type { Purpose } from "@todoke/core";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseMessageId } from "../ids.ts";
import { defaultProject } from "../project.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases, type CreatedDatabase } from "../testing/test-databases.ts";
import { advance, newAddress, openTestEngine, submitText, type TestEngine } from "../testing/test-engine.ts";
import { claimChunks, type ClaimedChunk } from "./claim-chunk.ts";
import { claimDueDeliveries } from "./claim-due-deliveries.ts";
import { advanceChunks, handOverDeliveries } from "./release-claims.ts";

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
  const advanceTo = async (chunk: ClaimedChunk, nextNumber: number) => (await advanceChunks(shared.connection, defaultProject, [{ chunk, nextNumber }], leaseMs))[0];
  const claim = async (): Promise<ClaimedChunk> => (await claimChunks(shared.connection, defaultProject, leaseMs, 1, 500))[0]!;

  it("belong to one claimer until the lease ends, and then to the next, who leaves the first empty-handed", async () => {
    await submitText(shared, { line: newAddress() });
    const first = await claim();
    expect(await claimChunks(shared.connection, defaultProject, leaseMs, 1, 500)).toEqual([]);
    await advance(leaseMs + 1_000, shared);
    const second = await claim();
    expect({ ...second, token: "" }).toEqual({ ...first, token: "" });
    expect(await advanceTo(first, 0)).toBe(false);
    expect(await advanceTo(first, first.endNumber)).toBe(false);
    expect(await advanceTo(second, second.endNumber)).toBe(true);
    await advance(leaseMs + 1_000, shared);
    expect(await claimChunks(shared.connection, defaultProject, leaseMs, 1, 500)).toEqual([]);
  });

  it("begin where the last claimer left off, and live on with each step", async () => {
    const to = Array.from({ length: 20 }, () => ({ addresses: { line: newAddress() } }));
    await shared.engine.submit({ to, content: { type: "text", text: "Hello" } });
    const first = await claim();
    await advance(leaseMs - 1_000, shared);
    expect(await advanceTo(first, 8)).toBe(true);
    await advance(leaseMs - 1_000, shared);
    expect(await claimChunks(shared.connection, defaultProject, leaseMs, 1, 500)).toEqual([]);
    await advance(2_000, shared);
    expect(await claim()).toMatchObject({ id: first.id, nextNumber: 8, endNumber: 20 });
  });

  it("move on together, each for itself", async () => {
    const to = Array.from({ length: 4 }, () => ({ addresses: { line: newAddress() } }));
    for (let message = 0; message < 3; message += 1) await shared.engine.submit({ to, content: { type: "text", text: "Hello" } });
    const [done, moved, lost] = await claimChunks(shared.connection, defaultProject, leaseMs, 10, 500);
    const progress = [
      { chunk: done!, nextNumber: 4 },
      { chunk: { ...lost!, token: done!.token.replaceAll(/[0-9]/g, "0") }, nextNumber: 4 },
      { chunk: moved!, nextNumber: 2 },
    ];
    expect(await advanceChunks(shared.connection, defaultProject, progress, leaseMs)).toEqual([true, false, true]);
    await advance(leaseMs + 1_000, shared);
    const left = await claimChunks(shared.connection, defaultProject, leaseMs, 10, 500);
    const standing = new Map(left.map(({ id, nextNumber }) => [id, nextNumber]));
    expect([done, moved, lost].map((chunk) => standing.get(chunk!.id))).toEqual([undefined, 2, 0]);
    await advanceChunks(shared.connection, defaultProject, left.map((chunk) => ({ chunk, nextNumber: 4 })), leaseMs);
  });

  const peopleOf = (count: number) => Array.from({ length: count }, () => ({ addresses: { line: newAddress() } }));
  const content = { type: "text", text: "Hello" } as const;
  const claimedMessages = async (limit: number) => (await claimChunks(shared.connection, defaultProject, leaseMs, limit, 500)).map(({ messageId }) => messageId);
  const clear = () => sql`delete from chunk`.execute(shared.connection);
  const submit = async (purpose: Purpose, count = 1) => parseMessageId((await shared.engine.submit({ to: peopleOf(count), content, purpose })).id)!;

  it("begin with codes, then alerts, then what has been due for longest", async () => {
    await clear();
    const ids: string[] = [];
    for (const purpose of ["marketing", "notice", "alert", "otp"] as const) ids.push(await submit(purpose));
    const [marketing, notice, alert, otp] = ids;
    for (const expected of [otp, alert, marketing, notice]) expect(await claimedMessages(1)).toEqual([expected]);
  });

  it("are shared between messages: of a large one few are due at a time, and the next when one is done", async () => {
    await clear();
    const large = await submit("notice", 17 * 500);
    const chunks = await claimChunks(shared.connection, defaultProject, leaseMs, 100, 500);
    expect(chunks).toHaveLength(16);
    const small = await submit("notice", 20);
    expect(await advanceTo(chunks[0]!, chunks[0]!.endNumber)).toBe(true);
    expect(await claimedMessages(1)).toEqual([small]);
    expect(await claimedMessages(5)).toEqual([large]);
    await clear();
  });

  it("are of one project alone", async () => {
    await clear();
    const own = await submit("notice");
    const others = await submit("otp");
    await sql`update chunk set project_id = 'other' where message_id = ${others}`.execute(shared.connection);
    expect(await claimedMessages(10)).toEqual([own]);
    expect((await claimChunks(shared.connection, "other", leaseMs, 10, 500)).map(({ messageId }) => messageId)).toEqual([others]);
    await clear();
  });
});

describe.each(testDatabases)("claims of deliveries on $name", (database) => {
  it("that were lost in part give the others back at once", async () => {
    const created = await database.create();
    const { adapter } = createScriptedChannel({ channel: "line", kind: "line" });
    const shared = await openTestEngine({ database: created.settings, accounts: [{ id: "account", adapters: [adapter] }] });
    const to = Array.from({ length: 3 }, () => ({ addresses: { line: newAddress() } }));
    await shared.engine.submit({ to, content: { type: "text", text: "Hello" } });
    await sql`update delivery set due_at = todoke_now()`.execute(shared.connection);
    const claimed = await claimDueDeliveries(shared.connection, defaultProject, leaseMs, 10, "0001-01-01");
    const numbers = claimed.deliveries.map(({ number }) => number);
    expect(numbers.toSorted((one, other) => one - other)).toEqual([0, 1, 2]);
    // As evidence that arrives late does.
    await sql`update delivery set status = 'final', due_at = null, claim_token = null where number = 1`.execute(shared.connection);
    const { messageId } = claimed.deliveries[0]!;
    expect(await handOverDeliveries(shared.connection, defaultProject, claimed.token, messageId, numbers)).toBe(false);
    const again = await claimDueDeliveries(shared.connection, defaultProject, leaseMs, 10, "0001-01-01");
    expect(again.deliveries.map(({ number }) => number).toSorted((one, other) => one - other)).toEqual([0, 2]);
    expect(await handOverDeliveries(shared.connection, defaultProject, again.token, messageId, [0, 2])).toBe(true);
    expect((await claimDueDeliveries(shared.connection, defaultProject, leaseMs, 10, "0001-01-01")).deliveries).toEqual([]);
    await shared.engine.stop();
    await created.drop();
  });
});
