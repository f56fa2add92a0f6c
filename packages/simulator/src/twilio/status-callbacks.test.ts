import { createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver } from "../testing/callback-receiver.ts";
import { accountSid, twilioClient } from "../testing/official-clients.ts";
import { formOf, isSignedByTwilio } from "../testing/signatures.ts";
import { signTwilioForm } from "./signature.ts";

const from = "+15005550006";
const reachable = "+819000000001";
const switchedOff = "+819000000002";
let simulator: Simulator;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startSimulator({ people: [{ phone: switchedOff, handset: "off" }] });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

test("sent and delivered are reported in order, and Twilio's helper finds every signature valid", async () => {
  const statusCallback = `${receiver.url}/status?token=a%20b#rc=0&tt=15000`;
  const message = await twilioClient(simulator).messages.create({ to: reachable, from, body: "Hi", statusCallback });
  const received = await receiver.arrived(2);

  expect(received.map(formOf)).toEqual([
    expect.objectContaining({ MessageSid: message.sid, MessageStatus: "sent", AccountSid: accountSid }),
    expect.objectContaining({ MessageStatus: "delivered", RawDlrDoneDate: expect.stringMatching(/^\d{10}$/) }),
  ]);
  for (const callback of received) {
    expect(callback.url).toBe(`${receiver.url}/status?token=a%20b`);
    expect(isSignedByTwilio(callback)).toBe(true);
  }
});

test("a failure is reported with its code", async () => {
  await twilioClient(simulator).messages.create({ to: switchedOff, from, body: "Hi", statusCallback: receiver.url });
  const [, last] = await receiver.arrived(2);

  expect(last && formOf(last)).toMatchObject({ MessageStatus: "undelivered", ErrorCode: "30003", To: switchedOff });
});

test("a message that is cancelled in time is reported as nothing but what it was", async () => {
  const client = twilioClient(simulator);
  const { sid } = await client.messages.create({
    to: reachable,
    messagingServiceSid: `MG${"1".repeat(32)}`,
    body: "Hi",
    scheduleType: "fixed",
    sendAt: new Date(Date.now() + 3_600_000),
    statusCallback: receiver.url,
  });
  await client.messages(sid).update({ status: "canceled" });
  simulator.advanceClock(24 * 3_600_000);
  await simulator.settled();

  expect(receiver.received).toEqual([]);
});

test("an answer, even a bad one, ends it: nothing is posted twice", async () => {
  const failing = await startCallbackReceiver(500);
  await twilioClient(simulator).messages.create({ to: reachable, from, body: "Hi", statusCallback: failing.url });
  await failing.arrived(2);
  await simulator.settled();
  await failing.close();

  expect(failing.received).toHaveLength(2);
});

test("when nobody listens a callback is given up, and the next one is still made", async () => {
  const closed = await startCallbackReceiver();
  await closed.close();
  await twilioClient(simulator).messages.create({ to: reachable, from, body: "Hi", statusCallback: closed.url });
  simulator.advanceClock(1_000);
  await simulator.settled();

  expect(simulator.statistics().callbacks).toEqual({ answered: 0, failed: 2 });
});

test("a connection that breaks after it came about is not tried again", async () => {
  let connections = 0;
  const breaking = createServer((socket) => {
    connections += 1;
    socket.once("data", () => socket.resetAndDestroy());
  });
  await new Promise<void>((resolve) => breaking.listen(0, "127.0.0.1", resolve));
  const address = breaking.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const statusCallback = `http://127.0.0.1:${port}/`;
  await twilioClient(simulator).messages.create({ to: reachable, from, body: "Hi", statusCallback });
  simulator.advanceClock(1_000);
  await simulator.settled();
  breaking.close();

  expect([connections, simulator.statistics().callbacks.failed]).toEqual([2, 2]);
});

test("the signature is the one of Twilio's documentation", () => {
  const parameters = {
    CallSid: "CA1234567890ABCDE",
    Caller: "+14158675309",
    Digits: "1234",
    From: "+14158675309",
    To: "+18005551212",
  };

  expect(signTwilioForm("https://mycompany.com/myapp.php?foo=1&bar=2", parameters, "12345")).toBe(
    "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
  );
});
