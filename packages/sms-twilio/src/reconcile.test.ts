import {
  ProviderError,
  type AttemptTrace,
  type EvidenceReport,
  type ReconcileCapability,
} from "@todoke/core";
import { startSimulator, type Simulator } from "@todoke/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTwilioSms, type TwilioSms } from "./create-twilio-sms.ts";

const accountSid = `AC${"0".repeat(32)}`;
const to = "+819012345678";
const text = "Your table is ready";
const settings = { accountSid, authToken: "twilio-token", from: "+15005550006" };

let simulator: Simulator;
let sms: TwilioSms;
let reconcile: ReconcileCapability;

beforeEach(async () => {
  simulator = await startSimulator({
    twilio: { statusDelayMs: 1_000 },
    people: [{ phone: "+819022222222", handset: "off" }],
  });
  sms = createTwilioSms({ ...settings, apiBaseUrl: simulator.url });
  const capability = sms.adapter.reconcile;
  if (capability === undefined) throw new Error("expected a capability");
  reconcile = capability;
});

afterEach(async () => {
  await sms.close();
  await simulator.close();
});

function find(change: Partial<AttemptTrace> = {}): Promise<EvidenceReport | undefined> {
  const trace = {
    attemptId: "0199d6a0-0000-7000-8000-000000000001",
    to,
    payload: { body: text },
    startedAt: new Date(),
    providerMessageIds: [],
    isTaken: () => Promise.resolve(false),
    ...change,
  };
  return reconcile.find(trace, { timeoutMs: 5_000 });
}

async function send(phone = to, words = text): Promise<readonly string[]> {
  const receipt = await sms.send({ to: phone, content: { type: "text", text: words } });
  return receipt.providerMessageIds;
}

describe("find after a lost answer", () => {
  it("adopts the message that Twilio had accepted", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "timeout", accepted: true } });
    const startedAt = new Date();
    const lost = sms.send({ to, content: { type: "text", text } }, { timeoutMs: 200 });
    await expect(lost).rejects.toMatchObject({ class: "ambiguous" });
    const report = await find({ startedAt });
    expect(report).toMatchObject({ evidence: "accepted", providerCode: "queued", at: expect.any(Date) });
    expect(report?.providerMessageId).toBe(simulator.ledger()[0]?.providerMessageIds[0]);
  });

  it("finds nothing when Twilio had not accepted", async () => {
    simulator.addFault({ endpoint: "sms-create", fault: { kind: "timeout", accepted: false } });
    const startedAt = new Date();
    await expect(sms.send({ to, content: { type: "text", text } }, { timeoutMs: 200 })).rejects.toThrow(ProviderError);
    expect(await find({ startedAt })).toBeUndefined();
  });

  it("leaves a message alone that another attempt accounts for, and takes the next one with the same words", async () => {
    const startedAt = new Date();
    const [first] = await send();
    expect(await find({ startedAt, isTaken: async (id) => id === first })).toBeUndefined();
    const [second] = await send();
    const report = await find({ startedAt, isTaken: async (id) => id === first });
    expect(report?.providerMessageId).toBe(second);
  });

  it("does not take another text or another person's message", async () => {
    const startedAt = new Date();
    await send(to, `${text}!`);
    await send("+819011111111", text);
    expect(await find({ startedAt })).toBeUndefined();
  });

  it("does not take a message with the same words from before the call", async () => {
    await send();
    expect(await find({ startedAt: new Date(Date.now() + 10_000) })).toBeUndefined();
  });

  it("does not take a message with the same words from long after the call", async () => {
    await send();
    expect(await find({ startedAt: new Date(Date.now() - 11 * 60_000) })).toBeUndefined();
  });

  it("takes the earliest of several", async () => {
    const startedAt = new Date();
    const [first] = await send();
    simulator.advanceClock(5_000);
    await send();
    expect((await find({ startedAt }))?.providerMessageId).toBe(first);
  });
});

describe("find after silence", () => {
  it("reads how the message stands", async () => {
    const providerMessageIds = await send();
    simulator.advanceClock(60_000);
    expect(await find({ providerMessageIds })).toMatchObject({
      evidence: "delivered",
      providerMessageId: providerMessageIds[0],
    });
  });

  it("reads why it failed", async () => {
    const providerMessageIds = await send("+819022222222");
    simulator.advanceClock(60_000);
    expect(await find({ to: "+819022222222", providerMessageIds })).toMatchObject({
      evidence: "failed",
      errorClass: "unreachable",
      providerCode: "30003",
    });
  });

  it("finds nothing for a sid that the account does not know", async () => {
    expect(await find({ providerMessageIds: [`SM${"f".repeat(32)}`] })).toBeUndefined();
  });

  it("takes a message with a status that is new for accepted", async () => {
    const providerMessageIds = await send();
    const dates = { date_created: null, date_updated: null, date_sent: null };
    const body = { sid: providerMessageIds[0], status: "teleported", ...dates };
    simulator.addFault({ endpoint: "sms-fetch", fault: { kind: "status", status: 200, body } });
    expect(await find({ providerMessageIds })).toMatchObject({ evidence: "accepted", providerCode: "teleported" });
  });
});

describe("a question that fails", () => {
  it.each(["sms-list", "sms-fetch"] as const)("is never ambiguous (%s)", async (endpoint) => {
    simulator.addFault({ endpoint, fault: { kind: "reset", accepted: false } });
    const providerMessageIds = endpoint === "sms-fetch" ? [`SM${"f".repeat(32)}`] : [];
    await expect(find({ providerMessageIds })).rejects.toMatchObject({ class: "unavailable" });
  });

  it("does not read a gateway's 404 as an unknown message", async () => {
    simulator.addFault({ endpoint: "sms-fetch", fault: { kind: "status", status: 404, body: "<html></html>" } });
    await expect(find({ providerMessageIds: [`SM${"f".repeat(32)}`] })).rejects.toMatchObject({ class: "sender" });
  });
});

describe("delays", () => {
  it("ascend", () => {
    for (const delays of [reconcile.lostAnswerDelaysMs, reconcile.silenceDelaysMs]) {
      expect(delays).toEqual(delays.toSorted((one, other) => one - other));
    }
  });

  it("can be set", () => {
    const own = createTwilioSms({ ...settings, reconcile: { lostAnswerDelaysMs: [1], silenceDelaysMs: [2, 3] } });
    expect(own.adapter.reconcile).toMatchObject({ lostAnswerDelaysMs: [1], silenceDelaysMs: [2, 3] });
  });
});
