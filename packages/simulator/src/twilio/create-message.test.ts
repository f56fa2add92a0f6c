import twilio from "twilio";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { twilioClient } from "../testing/official-clients.ts";

const to = "+819012345678";
const from = "+15005550006";
const landline = "+81312345678";
const optedOut = "+819000000001";
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({
    people: [
      { phone: landline, handset: "landline" },
      { phone: optedOut, handset: "opted-out" },
    ],
  });
});
afterAll(() => simulator.close());

test("a message through Twilio's client is queued and in the ledger", async () => {
  const statusCallback = "http://127.0.0.1:9/status?token=1#rc=2";
  const message = await twilioClient(simulator).messages.create({ to, from, body: "こんにちは", statusCallback });

  expect(message).toMatchObject({ to, from, body: "こんにちは", status: "queued", numSegments: "1", errorCode: null });
  expect(message.sid).toMatch(/^SM[0-9a-f]{32}$/);
  expect(message.dateCreated).toBeInstanceOf(Date);
  expect(message.dateSent).toBeNull();
  expect(simulator.ledger().at(-1)).toMatchObject({
    provider: "twilio",
    endpoint: "sms-create",
    to: [to],
    providerMessageIds: [message.sid],
    callbackUrl: statusCallback,
    requestId: expect.stringMatching(/^RQ[0-9a-f]{32}$/),
    payloadHash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("a message through a Messaging Service is accepted and has no sender yet", async () => {
  const messagingServiceSid = `MG${"1".repeat(32)}`;
  const message = await twilioClient(simulator).messages.create({ to, messagingServiceSid, body: "Hi" });

  expect(message).toMatchObject({ status: "accepted", from: null, messagingServiceSid });
});

test.each([
  ["a malformed recipient", { to: "0312345678", from, body: "Hi" }, 21211],
  ["a message without content", { to, from }, 21602],
  ["a body of 1,601 characters", { to, from, body: "x".repeat(1_601) }, 21617],
  ["a callback host with an underscore", { to, from, body: "Hi", statusCallback: "http://my_host/x" }, 21609],
  ["a callback address that is none", { to, from, body: "Hi", statusCallback: "nowhere" }, 21609],
  ["a validity period of no time", { to, from, body: "Hi", validityPeriod: 0 }, 21624],
  ["a validity period over ten hours", { to, from, body: "Hi", validityPeriod: 36_001 }, 21624],
  ["neither sender nor service", { to, body: "Hi" }, 21603],
  ["no recipient", { to: "", from, body: "Hi" }, 21604],
  ["a landline", { to: landline, from, body: "Hi" }, 21614],
  ["somebody who opted out", { to: optedOut, from, body: "Hi" }, 21610],
  ["magic recipient …0001", { to: "+15005550001", from, body: "Hi" }, 21211],
  ["magic recipient …0002", { to: "+15005550002", from, body: "Hi" }, 21612],
  ["magic recipient …0003", { to: "+15005550003", from, body: "Hi" }, 21408],
  ["magic recipient …0004", { to: "+15005550004", from, body: "Hi" }, 21610],
  ["magic recipient …0009", { to: "+15005550009", from, body: "Hi" }, 21614],
  ["magic sender …0001", { to, from: "+15005550001", body: "Hi" }, 21212],
  ["magic sender …0007", { to, from: "+15005550007", body: "Hi" }, 21606],
  ["magic sender …0008", { to, from: "+15005550008", body: "Hi" }, 21611],
])("%s is refused with Twilio's code", async (_what, parameters, code) => {
  const before = simulator.ledger().length;
  const error = await twilioClient(simulator).messages.create(parameters).catch((thrown: unknown) => thrown);

  if (!(error instanceof twilio.RestException)) throw new Error("Twilio's client was expected to throw its own error.");
  expect(error).toMatchObject({ code, status: 400, moreInfo: `https://www.twilio.com/docs/errors/${code}` });
  expect(simulator.ledger()).toHaveLength(before);
});

test("wrong credentials are answered 401 with code 20003", async () => {
  const call = twilioClient(simulator, "wrong").messages.create({ to, from, body: "Hi" });

  await expect(call).rejects.toMatchObject({ status: 401, code: 20003 });
});
