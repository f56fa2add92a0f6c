import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashPhone } from "./people.ts";
import type { Simulator } from "./simulator.ts";
import { startSimulator } from "./start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver } from "./testing/callback-receiver.ts";
import { friend, lineCast, writer } from "./testing/cast.ts";
import { hello, postToLine, pushPath, templatePath } from "./testing/line-request.ts";
import { twilioClient } from "./testing/official-clients.ts";

const phone = "+819012345678";
let simulator: Simulator;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startSimulator({
    people: [...lineCast, { phone, notification: "consented" }],
    line: { webhookUrl: receiver.url },
  });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

const push = (to = friend, headers = {}) => postToLine(simulator, pushPath, { to, messages: [hello] }, headers);
/** The bare answer, whose body is left to the caller. */
const pushForAtMost = (milliseconds: number) =>
  fetch(simulator.url + pushPath, {
    method: "POST",
    headers: { authorization: "Bearer line-token", "content-type": "application/json" },
    body: JSON.stringify({ to: friend, messages: [hello] }),
    signal: AbortSignal.timeout(milliseconds),
  });
const notify = () => postToLine(simulator, templatePath, { to: hashPhone(phone), templateKey: "order_001" });
const sms = { to: phone, from: "+15005550006", body: "Hi" };
const sendSms = () => twilioClient(simulator).messages.create({ ...sms, statusCallback: receiver.url });
const statusesReported = () => receiver.received.map(({ body }) => new URLSearchParams(body).get("MessageStatus"));

test("a status fault answers in the provider's place, and the call is not carried out", async () => {
  const headers = { "retry-after": "7" };
  simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 503, body: { message: "Busy" }, headers } });
  const answer = await push();

  expect(answer).toMatchObject({ status: 503, body: { message: "Busy" } });
  expect(answer.headers.get("retry-after")).toBe("7");
  expect(answer.headers.get("x-line-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(simulator.ledger()).toEqual([]);
});

test("a status fault after acceptance is in the ledger, and the repeated key is answered 409", async () => {
  simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 500, accepted: true } });
  const headers = { "x-line-retry-key": randomUUID() };
  const statuses = [(await push(friend, headers)).status, (await push(friend, headers)).status];

  expect(statuses).toEqual([500, 409]);
  expect(simulator.ledger()).toHaveLength(1);
});

test.each([true, false])("a timeout never answers (carried out: %s)", async (accepted) => {
  simulator.addFault({ endpoint: "push", fault: { kind: "timeout", accepted } });
  const call = pushForAtMost(200);

  await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
  expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
});

test("closing the simulator ends the calls that wait in vain", async () => {
  simulator.addFault({ endpoint: "push", fault: { kind: "timeout", accepted: true } });
  const call = push().catch(() => "ended");
  await expect.poll(() => simulator.ledger().length).toBe(1);
  await simulator.close();

  expect(await call).toBe("ended");
});

test.each([true, false])("a reset breaks the connection (carried out: %s)", async (accepted) => {
  simulator.addFault({ endpoint: "push", fault: { kind: "reset", accepted } });

  await expect(push()).rejects.toMatchObject({ cause: { code: "ECONNRESET" } });
  expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
});

test.each([true, false])("garbage is a success that cannot be read (carried out: %s)", async (accepted) => {
  simulator.addFault({ endpoint: "sms-create", fault: { kind: "garbage", accepted } });

  await expect(sendSms()).rejects.toBeInstanceOf(SyntaxError);
  expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
});

test.each([true, false])("a cut answer begins and breaks off (carried out: %s)", async (accepted) => {
  simulator.addFault({ endpoint: "push", fault: { kind: "cut", accepted } });
  const answer = await pushForAtMost(5_000);

  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
  expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
});

test.each([true, false])("a slow answer goes on and never ends (carried out: %s)", async (accepted) => {
  simulator.addFault({ endpoint: "push", fault: { kind: "slow", accepted } });
  const answer = await pushForAtMost(1_600);
  const pieces: string[] = [];
  const reading = (async () => {
    for await (const piece of answer.body!) pieces.push(Buffer.from(piece).toString());
  })();

  await expect(reading).rejects.toMatchObject({ name: "TimeoutError" });
  expect(pieces).toEqual(['{"', " "]);
  expect(simulator.ledger()).toHaveLength(accepted ? 1 : 0);
});

test("a fault lets `after` calls through and befalls the next `times`", async () => {
  simulator.addFault({ endpoint: "push", after: 1, times: 2, fault: { kind: "status", status: 500 } });
  const statuses: number[] = [];
  for (let call = 1; call <= 4; call++) statuses.push((await push()).status);

  expect(statuses).toEqual([200, 500, 500, 200]);
});

test("a fault for one address leaves the others alone, and a phone number stands for its hash too", async () => {
  simulator.addFault({ endpoint: "push", to: friend, fault: { kind: "status", status: 500 } });
  simulator.addFault({ endpoint: "pnp-template", to: phone, fault: { kind: "status", status: 501 } });
  const statuses = [(await push(writer)).status, (await push(friend)).status, (await notify()).status];

  expect(statuses).toEqual([200, 500, 501]);
});

test("cleared faults befall nothing", async () => {
  simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 500 } });
  simulator.clearFaults();

  expect((await push()).status).toBe(200);
});

test("callbacks that are never posted stay away", async () => {
  simulator.addFault({ endpoint: "pnp-template", fault: { kind: "callbacks", never: true } });
  await notify();
  simulator.advanceClock(3_600_000);
  await simulator.settled();

  expect(receiver.received).toEqual([]);
});

test("copies of a callback are the same byte for byte", async () => {
  simulator.addFault({ endpoint: "pnp-template", fault: { kind: "callbacks", copies: 3 } });
  await notify();
  const received = await receiver.arrived(3);

  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
});

test("late callbacks come when the clock reaches them", async () => {
  simulator.addFault({ endpoint: "pnp-template", fault: { kind: "callbacks", delayMs: 600_000 } });
  await notify();
  simulator.advanceClock(590_000);
  await simulator.settled();
  const early = receiver.received.length;
  simulator.advanceClock(20_000);
  await simulator.settled();

  expect([early, receiver.received.length]).toEqual([0, 1]);
});

test("shuffled callbacks come in another order than things happened", async () => {
  simulator.addFault({ endpoint: "sms-create", fault: { kind: "callbacks", shuffled: true } });
  await sendSms();
  await receiver.arrived(2);

  expect(statusesReported()).toEqual(["delivered", "sent"]);
});

test("callbacks before the answer have all arrived when the answer does", async () => {
  simulator.addFault({ endpoint: "sms-create", fault: { kind: "callbacks", beforeAnswer: true } });
  await sendSms();

  expect(statusesReported()).toEqual(["sent", "delivered"]);
});

test("a fault of the answer and one of the callbacks can befall the same call", async () => {
  simulator.addFault({ endpoint: "pnp-template", fault: { kind: "reset", accepted: true } });
  simulator.addFault({ endpoint: "pnp-template", fault: { kind: "callbacks", copies: 2 } });
  await notify().catch(() => undefined);

  expect(await receiver.arrived(2)).toHaveLength(2);
});
