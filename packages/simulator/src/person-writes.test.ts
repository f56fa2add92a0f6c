import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "./simulator.ts";
import { startSimulator } from "./start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver } from "./testing/callback-receiver.ts";
import { acquaintance, friend, lineCast, stranger } from "./testing/cast.ts";
import { lineClient, twilioClient } from "./testing/official-clients.ts";
import { formOf, isSignedByLine, isSignedByTwilio } from "./testing/signatures.ts";

const phone = "+819012345678";
let simulator: Simulator;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startSimulator({
    people: [...lineCast, { phone }],
    line: { webhookUrl: `${receiver.url}/line` },
    twilio: { inboundUrl: `${receiver.url}/sms?tenant=a%20b` },
  });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

/** What the person wrote, as LINE posts it. */
async function writeOnLine(userId: string) {
  simulator.personWrites(userId, "Is anybody there?");
  await simulator.settled();
  const webhook = receiver.received.at(-1);
  const { events } = JSON.parse(webhook?.body ?? "") as { events: { replyToken: string }[] };
  return { webhook, event: events[0], replyToken: events[0]?.replyToken ?? "" };
}

const answer = (replyToken: string) =>
  lineClient(simulator).replyMessage({ replyToken, messages: [{ type: "text", text: "Yes." }] });

test("what a person writes on LINE arrives signed and can be answered once, outside the quota", async () => {
  const { webhook, event, replyToken } = await writeOnLine(friend);
  const { sentMessages } = await answer(replyToken);

  expect(webhook && isSignedByLine(webhook)).toBe(true);
  expect(event).toMatchObject({
    type: "message",
    source: { type: "user", userId: friend },
    message: { type: "text", text: "Is anybody there?", id: expect.stringMatching(/^\d{18}$/) },
  });
  expect(simulator.ledger()).toMatchObject([
    { endpoint: "reply", to: [friend], providerMessageIds: [sentMessages[0]?.id] },
  ]);
  expect(await lineClient(simulator).getMessageQuotaConsumption()).toEqual({ totalUsage: 0 });
  await expect(answer(replyToken)).rejects.toMatchObject({ status: 400, body: '{"message":"Invalid reply token"}' });
});

test("a reply token is void after a minute", async () => {
  const { replyToken } = await writeOnLine(friend);
  simulator.advanceClock(60_000);

  await expect(answer(replyToken)).rejects.toMatchObject({ status: 400 });
});

test("somebody who is no friend can be reached after writing", async () => {
  await writeOnLine(acquaintance);

  expect(await lineClient(simulator).getProfile(acquaintance)).toMatchObject({ userId: acquaintance });
});

test("an SMS from a person arrives signed, addressed to the number that wrote to them", async () => {
  await twilioClient(simulator).messages.create({ to: phone, from: "+15005551234", body: "Hi" });
  simulator.personWrites(phone, "こんにちは");
  await simulator.settled();
  const [callback] = receiver.received;

  expect(callback && isSignedByTwilio(callback)).toBe(true);
  expect(callback && formOf(callback)).toMatchObject({
    From: phone,
    To: "+15005551234",
    Body: "こんにちは",
    SmsStatus: "received",
  });
});

test("STOP opts a number out and START back in; a sentence with the word does not", async () => {
  const send = () => twilioClient(simulator).messages.create({ to: phone, from: "+15005550006", body: "Hi" });
  simulator.personWrites(phone, "please stop");
  await send();
  simulator.personWrites(phone, " stop ");
  await expect(send()).rejects.toMatchObject({ code: 21610 });
  simulator.personWrites(phone, "START");

  expect((await send()).status).toBe("queued");
});

test("nobody cannot write", () => {
  expect(() => simulator.personWrites(stranger, "Hello")).toThrow("Nobody has this LINE user id");
});
