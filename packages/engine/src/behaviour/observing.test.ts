import { SignatureError, type EvidenceEvent } from "@todoke/core";
import { describe, expect, it, vi } from "vitest";
import type { MessageView } from "../message-view.ts";
import type { Observation } from "../observing/observation.ts";
import { createScriptedChannel, inboundRequest, refuses, accepts, type ScriptedChannel } from "../testing/scripted-channel.ts";
import { oneTestDatabase } from "../testing/test-databases.ts";
import { advance, deliveryThat, finalDelivery, newAddress, submitText, until, useEngine } from "../testing/test-engine.ts";

const minute = 60_000;
const receipts = { best: "delivered", negative: true, horizonMs: 24 * 60 * minute, recallable: false } as const;
type Of<Type extends Observation["type"]> = Extract<Observation, { readonly type: Type }>;

describe.each(oneTestDatabase)("observing on $name", (database) => {
  const notice = createScriptedChannel({ channel: "notice", kind: "line", evidence: receipts, limits: { single: { requests: 1_000, perMs: 1_000 } } });
  const plain = createScriptedChannel({ channel: "plain", kind: "line" });
  const sms = createScriptedChannel({ channel: "sms", kind: "phone", evidence: receipts });
  const told: Observation[] = [];
  const shared = useEngine(database, {
    accounts: [notice, plain, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] })),
    observer: (observation) => void told.push(observation),
  });
  const all = <Type extends Observation["type"]>(type: Type) => told.filter((each): each is Of<Type> => each.type === type);
  const from = (start: number) => told.slice(start);
  /** What is told after a commit may come a moment after it can be seen in the database. */
  const soon = (check: () => void) => vi.waitFor(check, { timeout: 5_000 });
  const both = () => ({ line: newAddress(), phone: newAddress() });
  const noticeThenSms = { steps: [{ channel: "notice", switchAfter: "PT2M" }, { channel: "sms", succeedOn: "accepted" as const }] };

  function report(channel: ScriptedChannel, address: string, evidence: EvidenceEvent["evidence"], signature = "valid") {
    const { attemptId } = channel.callsTo(address)[0]!;
    const event: EvidenceEvent = { type: "evidence", eventId: `${address} ${evidence}`, correlation: { attemptId }, evidence, at: new Date() };
    return shared.engine.receive(`${channel.adapter.channel}-account`, inboundRequest([event], signature));
  }

  async function switched(addresses: { line: string; phone: string }): Promise<MessageView> {
    const message = await submitText(shared, addresses, { plan: noticeThenSms });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(3 * minute, shared);
    await until("the second step was called", () => sms.callsTo(addresses.phone).length === 1);
    return message;
  }

  it("tells of a refusal, the switch that it leads to, and the success of the next step", async () => {
    const start = told.length;
    const addresses = both();
    notice.script(addresses.line, refuses("recipient"));
    await finalDelivery(shared, await submitText(shared, addresses, { plan: noticeThenSms, purpose: "alert" }));
    await soon(() => expect(from(start)).toMatchObject([
      { type: "message-accepted", purpose: "alert", recipients: 1 },
      { type: "turn", account: "notice-account", endpoint: "single", result: "taken" },
      { type: "call", account: "notice-account", endpoint: "single", result: "refused", errorClass: "recipient" },
      { type: "switched", channel: "notice", reason: "recipient", count: 1 },
      { type: "call", account: "sms-account", endpoint: "single", result: "accepted" },
      { type: "closed", channel: "sms", outcome: "accepted", succeeded: true, count: 1 },
    ]));
  });

  it("tells of steps that are passed over, and of an end without a channel", async () => {
    const start = told.length;
    const message = await submitText(shared, { line: newAddress() }, { plan: { steps: [{ channel: "sms" }] } });
    await finalDelivery(shared, message);
    await soon(() => expect(from(start).slice(1)).toEqual([
      { type: "closed", outcome: "skipped", succeeded: false, count: 1 },
      { type: "skipped", channel: "sms", reason: "no-address", count: 1 },
    ]));
  });

  it("tells that a call was lost, and that the next one may repeat it before that is made", async () => {
    const start = told.length;
    const address = newAddress();
    plain.script(address, refuses("ambiguous"), accepts());
    const message = await submitText(shared, { line: address }, { plan: { steps: [{ channel: "plain" }], onUnknown: "resend" } });
    await until("the call was made", () => plain.callsTo(address).length === 1);
    await deliveryThat(shared, message, "is open", ({ status }) => status === "sending");
    await advance(11 * minute, shared);
    await finalDelivery(shared, message);
    await soon(() => expect(from(start).slice(1)).toMatchObject([
      { type: "call", result: "lost", errorClass: "ambiguous" },
      { type: "possible-duplicates", count: 1 },
      { type: "call", result: "accepted" },
      { type: "closed", channel: "plain", outcome: "accepted", succeeded: true, count: 1 },
    ]));
  });

  it("tells of reports once, with the time since the call, and of callbacks that nobody signed", async () => {
    const start = told.length;
    const address = newAddress();
    const message = await submitText(shared, { line: address }, { plan: { steps: [{ channel: "notice" }] } });
    await deliveryThat(shared, message, "waits", ({ status }) => status === "waiting");
    await advance(2 * minute, shared);
    await expect(report(notice, address, "delivered", "forged")).rejects.toThrow(SignatureError);
    await report(notice, address, "delivered");
    await report(notice, address, "delivered");
    const [reported, ...more] = from(start).filter((each): each is Of<"report"> => each.type === "report");
    expect(reported).toMatchObject({ account: "notice-account", evidence: "delivered", source: "webhook" });
    expect(reported!.afterMs).toBeGreaterThanOrEqual(2 * minute);
    expect(more).toEqual([]);
    expect(from(start).filter(({ type }) => type === "callback")).toMatchObject([{ result: "refused" }, { result: "taken" }, { result: "taken" }]);
  });

  it("tells of a duplicate contact and of a correction once each", async () => {
    const start = told.length;
    const twice = both();
    await finalDelivery(shared, await switched(twice));
    await report(notice, twice.line, "delivered");
    await report(notice, twice.line, "read");
    const late = both();
    sms.script(late.phone, refuses("recipient"));
    await finalDelivery(shared, await switched(late));
    await report(notice, late.line, "delivered");
    expect(from(start).filter(({ type }) => type === "duplicate-contact")).toEqual([{ type: "duplicate-contact", channel: "notice" }]);
    expect(from(start).filter(({ type }) => type === "corrected")).toEqual([{ type: "corrected", channel: "notice", from: "failed", outcome: "delivered" }]);
    expect(from(start).filter(({ type }) => type === "switched")).toMatchObject([{ reason: "deadline" }, { reason: "deadline" }]);
  });

  it("tells of a request that is sent again under its key once", async () => {
    const start = told.length;
    const request = { to: [{ addresses: { line: newAddress() } }], content: { type: "text", text: "Hello" }, plan: { steps: [{ channel: "plain" }] } } as const;
    const key = { endpoint: "POST /v1/messages", key: newAddress("key"), fingerprint: "one" };
    await shared.engine.keyed.submit(request, key);
    await shared.engine.keyed.submit(request, key);
    await soon(() => expect(from(start).at(-1)).toMatchObject({ type: "closed" }));
    expect(from(start).filter(({ type }) => type === "message-accepted")).toHaveLength(1);
  });

  it("tells of deliveries that were cancelled, one by one or with their message", async () => {
    const start = told.length;
    const to = Array.from({ length: 3 }, () => ({ addresses: { line: newAddress() } }));
    const sendAt = new Date(shared.context.clock.now().getTime() + 60 * minute).toISOString();
    const { id } = await shared.engine.submit({ to, content: { type: "text", text: "Hello" }, plan: { steps: [{ channel: "plain" }] }, sendAt });
    await shared.engine.controls.cancelDelivery(`${id.replace("msg_", "dlv_")}_1`);
    await shared.engine.controls.cancel(id);
    const cancelled = { type: "closed", outcome: "cancelled", succeeded: false };
    expect(from(start).slice(1)).toEqual([{ ...cancelled, count: 1 }, { ...cancelled, count: 2 }]);
  });

  it("adds up to what the messages count", async () => {
    await until("everything is final", async () => (await shared.engine.messages({ limit: 100, status: "sending" })).items.length === 0);
    const messages = (await shared.engine.messages({ limit: 100 })).items;
    const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
    const counted: Record<string, number> = {};
    const add = (outcome: string, succeeded: boolean, count: number) => {
      const key = `${outcome} ${succeeded}`;
      counted[key] = (counted[key] ?? 0) + count;
    };
    for (const { counts } of messages) {
      for (const { outcome, succeeded, count } of counts.outcomes) add(outcome, succeeded, -count);
    }
    for (const { outcome, succeeded, count } of all("closed")) add(outcome, succeeded, count);
    for (const { from: before, outcome } of all("corrected")) {
      add(before, false, -1);
      add(outcome, true, 1);
    }
    expect(Object.values(counted).filter((difference) => difference !== 0)).toEqual([]);
    expect(Object.keys(counted).length).toBeGreaterThan(2);
    expect(sum(all("message-accepted").map(({ recipients }) => recipients))).toBe(sum(messages.map(({ counts }) => counts.recipients)));
    expect(sum(all("possible-duplicates").map(({ count }) => count))).toBe(sum(messages.map(({ counts }) => counts.possibleDuplicates)));
    expect(all("duplicate-contact")).toHaveLength(sum(messages.map(({ counts }) => counts.duplicateContacts)));
  });

  it("gauges what is open as the messages count it, once for all who ask together", async () => {
    const release = Promise.withResolvers<undefined>();
    const slow = newAddress();
    plain.script(slow, async (call) => (await release.promise, accepts()(call)));
    const sending = await submitText(shared, { line: slow }, { plan: { steps: [{ channel: "plain" }] } });
    const waiting = await submitText(shared, { line: newAddress() }, { plan: { steps: [{ channel: "notice" }] } });
    const sendAt = new Date(shared.context.clock.now().getTime() + 60 * minute).toISOString();
    await submitText(shared, { line: newAddress() }, { plan: { steps: [{ channel: "plain" }] }, sendAt });
    await deliveryThat(shared, sending, "is under way", ({ status }) => status === "sending");
    await deliveryThat(shared, waiting, "waits", ({ status }) => status === "waiting");
    const [one, other] = await Promise.all([shared.engine.gauges(), shared.engine.gauges()]);
    expect(one.openDeliveries).toEqual({ scheduled: 1, held: 0, pending: 0, sending: 1, waiting: 1 });
    expect(other.openDeliveries).toBe(one.openDeliveries);
    expect(one.lanes).toEqual([{ account: "notice-account", endpoint: "single", share: 1 }]);
    expect(one.accounts).toContainEqual({ account: "plain-account", state: "healthy", isPassedOver: false, quotas: [] });
    await shared.engine.health.pin("plain-account", "avoid");
    const pinned = await shared.engine.gauges();
    expect(pinned.accounts).toContainEqual({ account: "plain-account", state: "healthy", isPassedOver: true, quotas: [] });
    expect(pinned.openDeliveries).toBe(one.openDeliveries);
    release.resolve(undefined);
    await finalDelivery(shared, sending);
  });
});
