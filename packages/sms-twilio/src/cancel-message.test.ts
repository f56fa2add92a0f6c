import { startSimulator, type Simulator } from "@todoke/simulator";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTwilioSms, type TwilioSms } from "./create-twilio-sms.ts";

const accountSid = `AC${"0".repeat(32)}`;
const messagingServiceSid = `MG${"0".repeat(32)}`;

let simulator: Simulator;
let sms: TwilioSms;

beforeEach(async () => {
  simulator = await startSimulator();
  sms = createTwilioSms({ accountSid, authToken: "twilio-token", messagingServiceSid, apiBaseUrl: simulator.url });
});

afterEach(async () => {
  await sms.close();
  await simulator.close();
});

/** Scheduled by whoever else uses the account, an hour from now. */
async function schedule(): Promise<string> {
  const body = new URLSearchParams({
    To: "+819012345678",
    Body: "Later",
    MessagingServiceSid: messagingServiceSid,
    ScheduleType: "fixed",
    SendAt: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const headers = { authorization: `Basic ${Buffer.from(`${accountSid}:twilio-token`).toString("base64")}` };
  const response = await fetch(`${simulator.url}/2010-04-01/Accounts/${accountSid}/Messages.json`, { method: "POST", headers, body });
  return ((await response.json()) as { sid: string }).sid;
}

describe("cancel", () => {
  it("takes a scheduled message back, and can be repeated", async () => {
    const sid = await schedule();
    await expect(sms.cancel(sid)).resolves.toBe("cancelled");
    await expect(sms.cancel(sid)).resolves.toBe("too-late");
    simulator.advanceClock(2 * 3_600_000);
    const trace = { attemptId: "", to: "+819012345678", payload: {}, startedAt: new Date(), providerMessageIds: [sid], isTaken: async () => false };
    await expect(sms.adapter.reconcile!.find(trace, { timeoutMs: 5_000 })).resolves.toMatchObject({ evidence: "failed", providerCode: "canceled", errorClass: "policy" });
  });

  it("comes too late for a message that has gone", async () => {
    const { providerMessageIds } = await sms.send({ to: "+819012345678", content: { type: "text", text: "Now" } });
    simulator.advanceClock(60_000);
    await expect(sms.cancel(providerMessageIds[0]!)).resolves.toBe("too-late");
  });

  it("says when nobody knows the message, and when nobody answers", async () => {
    await expect(sms.cancel(`SM${"f".repeat(32)}`)).rejects.toMatchObject({ providerCode: "20404" });
    simulator.addFault({ endpoint: "sms-update", fault: { kind: "reset", accepted: false } });
    await expect(sms.cancel(await schedule())).rejects.toMatchObject({ class: "unavailable" });
  });
});

describe("media", () => {
  const picture = { type: "image", url: "https://example.com/a.jpg", altText: "Our new shop" } as const;

  it("goes out as MMS to the countries of the settings, and is found again after a lost answer", async () => {
    const us = createTwilioSms({ accountSid, authToken: "twilio-token", from: "+15005550006", mmsCountries: ["US"], apiBaseUrl: simulator.url });
    const startedAt = new Date();
    const [mms] = (await us.send({ to: "+14155552671", content: picture })).providerMessageIds;
    const [link] = (await us.send({ to: "+819012345678", content: picture })).providerMessageIds;
    expect([mms, link].map((sid) => sid?.slice(0, 2))).toEqual(["MM", "SM"]);
    const rendered = us.adapter.render(picture, { purpose: "notice" });
    if (!rendered.ok) throw new Error("refused");
    for (const [to, sid] of [["+14155552671", mms], ["+819012345678", link]] as const) {
      const trace = { attemptId: "", to, payload: rendered.payload, startedAt, providerMessageIds: [], isTaken: async () => false };
      await expect(us.adapter.reconcile!.find(trace, { timeoutMs: 5_000 })).resolves.toMatchObject({ providerMessageId: sid });
    }
    await us.close();
  });
});
