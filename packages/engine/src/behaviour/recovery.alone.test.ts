import type { EvidenceEvent } from "@todoke/core";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { openDatabase, type OpenDatabase } from "../database/open-database.ts";
import { accepts, createScriptedChannel, inboundRequest, refuses, type Answer } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import {
  advance,
  completedMessage,
  deliveryThat,
  finalDelivery,
  newAddress,
  openTestEngine,
  submitText,
  until,
  type TestEngine,
} from "../testing/test-engine.ts";
import { windowAround } from "../testing/window-around.ts";

vi.mock("../database/open-database.ts", { spy: true });

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false } as const;

/** The answer never comes. */
const never: Answer = () => new Promise(() => {});

describe.each(testDatabases)("after a crash on $name", (database) => {
  const prepare = async (channels: readonly ReturnType<typeof createScriptedChannel>[], concurrentCalls = 256) => {
    const created = await database.create();
    onTestFinished(() => created.drop());
    const accounts = channels.map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
    const open = () => openTestEngine({ database: created.settings, accounts, settings: { concurrentCalls } });
    const start = async () => {
      const opened = await open();
      opened.engine.start();
      return opened;
    };
    return { open, start };
  };
  /** Takes the database away from a running engine, which is all that can be seen of it dying. */
  const crash = async ({ engine }: TestEngine) => {
    void engine.stop();
    const opened = (await vi.mocked(openDatabase).mock.results.at(-1)!.value) as OpenDatabase;
    await opened.close();
  };
  /** What the dead process had claimed is free: at once where nobody else can be using the database, else by time. */
  const letLeasesEnd = (engine: TestEngine) => (database.kind === "embedded" ? Promise.resolve() : advance(minute + 1_000, engine));

  it("repeats a keyed call under its key once, and calls nothing keyless again", async () => {
    const keyed = createScriptedChannel({ channel: "keyed", kind: "line", keyLifetimeMs: 23 * 60 * minute });
    const keyless = createScriptedChannel({ channel: "keyless", kind: "line" });
    const { start } = await prepare([keyed, keyless]);
    const first = await start();
    const [keyedAddress, keylessAddress] = [newAddress(), newAddress()];
    keyed.script(keyedAddress, never, accepts());
    keyless.script(keylessAddress, never, accepts());
    const keyedMessage = await submitText(first, { line: keyedAddress }, { plan: { steps: [{ channel: "keyed" }] } });
    const keylessMessage = await submitText(first, { line: keylessAddress }, { plan: { steps: [{ channel: "keyless" }] } });
    await until("both were called", () => keyed.calls.length === 1 && keyless.calls.length === 1);
    await crash(first);
    const second = await start();
    await letLeasesEnd(second);
    expect(await finalDelivery(second, keyedMessage)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: false });
    expect(keyed.calls).toHaveLength(2);
    expect(keyed.calls[1]).toEqual(keyed.calls[0]);
    await until("the keyless attempt is unknown", async () => {
      const { timeline } = await deliveryThat(second, keylessMessage, "exists", () => true);
      return timeline.some((entry) => entry.type === "attempt" && entry.evidence === "unknown");
    });
    await advance(11 * minute, second);
    expect(await finalDelivery(second, keylessMessage)).toMatchObject({ outcome: "unknown", succeeded: false });
    expect(keyless.calls).toHaveLength(1);
    await second.engine.stop();
  });

  it("repeats nothing outside of its delivery time window", async () => {
    const channel = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: 23 * 60 * minute });
    const { start } = await prepare([channel]);
    const first = await start();
    const address = newAddress();
    channel.script(address, never, accepts());
    const message = await submitText(first, { line: address }, { deliveryTimeWindow: windowAround(first, -2, 1) });
    await until("it was called", () => channel.calls.length === 1);
    await crash(first);
    const second = await start();
    await advance(61 * minute, second);
    await until("the attempt waits for the window", async () => {
      const { rows } = await sql`select from attempt where due_at > todoke_now() + interval '20 hours'`.execute(second.connection);
      return rows.length === 1;
    });
    expect(channel.calls).toHaveLength(1);
    await advance(21 * 60 * minute, second);
    expect(await finalDelivery(second, message)).toMatchObject({ outcome: "accepted", succeeded: true, possibleDuplicate: false });
    expect(channel.calls[1]).toEqual(channel.calls[0]);
    await second.engine.stop();
  });

  it("makes no reply again: its token may be spent", async () => {
    const channel = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: 23 * 60 * minute, replyTokenLifetimeMs: minute });
    const { start } = await prepare([channel]);
    const first = await start();
    const address = newAddress();
    channel.script("token", never);
    await first.engine.receive("line-account", inboundRequest([{
      type: "inbound", eventId: "event", addressKind: "line", address, providerCode: "message", payload: {}, replyToken: "token", at: new Date(),
    }]));
    const { id } = await until("the event is listed", async () => (await first.engine.inbound.events({ limit: 1 })).items[0]);
    const message = await first.engine.submit({ inReplyTo: id, content: { type: "text", text: "Hello" } });
    await until("it was called", () => channel.calls.length === 1);
    await crash(first);
    const second = await start();
    await letLeasesEnd(second);
    await deliveryThat(second, message, "is unknown", ({ timeline }) =>
      timeline.some((entry) => entry.type === "attempt" && entry.evidence === "unknown"));
    await advance(11 * minute, second);
    expect(await finalDelivery(second, message)).toMatchObject({ outcome: "unknown", succeeded: false });
    expect(channel.calls.map(({ endpoint }) => endpoint)).toEqual(["reply"]);
    await second.engine.stop();
  });

  it("finishes a half-sent message, every person under one key", async () => {
    const channel = createScriptedChannel({ channel: "line", kind: "line", keyLifetimeMs: 23 * 60 * minute });
    const { start } = await prepare([channel], 8);
    const first = await start();
    const to = Array.from({ length: 700 }, () => ({ addresses: { line: newAddress() } }));
    const answers: Answer = (call) => (channel.calls.length <= 150 ? accepts() : never)(call);
    for (const { addresses } of to) channel.script(addresses.line, answers);
    const message = await first.engine.submit({ to, content: { type: "text", text: "Hello" } });
    await until("calls hang in the middle", () => channel.calls.length === 158);
    await crash(first);
    const second = await start();
    for (const { addresses } of to) channel.script(addresses.line, accepts());
    await letLeasesEnd(second);
    expect((await completedMessage(second, message)).counts).toMatchObject({
      possibleDuplicates: 0,
      outcomes: [{ outcome: "accepted", succeeded: true, channel: "line", count: 700 }],
    });
    const keys = new Map(to.map(({ addresses }) => [addresses.line, new Set(channel.callsTo(addresses.line).map(({ attemptId }) => attemptId))]));
    expect([...keys.values()].filter(({ size }) => size !== 1)).toEqual([]);
    expect(channel.calls.length).toBeLessThanOrEqual(700 + 8 + 150);
    await second.engine.stop();
  });

  it("takes receipts for messages that this process has not sent", async () => {
    const channel = createScriptedChannel({ channel: "line", kind: "line", evidence: receipts });
    const { start } = await prepare([channel]);
    const first = await start();
    const address = newAddress();
    const message = await submitText(first, { line: address });
    await deliveryThat(first, message, "waits", ({ status }) => status === "waiting");
    await first.engine.stop();
    const second = await start();
    const event: EvidenceEvent = {
      type: "evidence",
      eventId: "after-restart",
      correlation: { attemptId: channel.calls[0]!.attemptId },
      evidence: "delivered",
      at: new Date(),
    };
    await second.engine.receive("line-account", inboundRequest([event]));
    expect(await finalDelivery(second, message)).toMatchObject({ outcome: "delivered", succeeded: true });
    await second.engine.stop();
  });

  it("loses nothing when it is stopped: calls under way are waited for and written", async () => {
    const channel = createScriptedChannel({ channel: "line", kind: "line" });
    const { open, start } = await prepare([channel]);
    const first = await start();
    const release = Promise.withResolvers<undefined>();
    const to = Array.from({ length: 40 }, () => ({ addresses: { line: newAddress() } }));
    for (const [index, { addresses }] of to.entries()) {
      channel.script(addresses.line, async (call) => {
        await release.promise;
        return (index % 2 === 0 ? accepts() : refuses("recipient"))(call);
      });
    }
    const message = await first.engine.submit({ to, content: { type: "text", text: "Hello" } });
    await until("calls are under way", () => channel.calls.length >= 10);
    let isStopped = false;
    const stopped = first.engine.stop().then(() => (isStopped = true));
    await first.engine.checkHealth();
    expect(isStopped).toBe(false);
    release.resolve(undefined);
    await stopped;
    expect(first.errors).toEqual([]);
    const calledBefore = channel.calls.length;
    const second = await open();
    const written = (await second.engine.message(message.id))!.counts;
    expect(written.final).toBe(calledBefore);
    expect(written.sending).toBe(0);
    second.engine.start();
    await letLeasesEnd(second);
    expect((await completedMessage(second, message)).counts.outcomes).toEqual([
      { outcome: "accepted", succeeded: true, channel: "line", count: 20 },
      { outcome: "failed", succeeded: false, channel: "line", count: 20 },
    ]);
    expect(channel.calls).toHaveLength(40);
    await second.engine.stop();
  });
});
