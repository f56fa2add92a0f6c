import { afterEach, beforeEach, expect, test } from "vitest";
import { hashPhone, type NotificationState, type Person } from "../people.ts";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver, type ReceivedCallback } from "../testing/callback-receiver.ts";
import { postToLine, templatePath } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";
import { isSignedByLine } from "../testing/signatures.ts";

const hourMs = 3_600_000;
const deliveryTag = "delivery-tag-0001";
const phoneOf: Record<NotificationState, string> = {
  consented: "+818000001234",
  "consents-later": "+819000000002",
  "consent-pending": "+819000000003",
  refused: "+819000000004",
  unknown: "+819000000005",
  blocked: "+819000000006",
};
const people: Person[] = Object.entries(phoneOf).map(([state, phone]) => ({
  phone,
  notification: state as NotificationState,
  consentDelayMs: hourMs,
}));

let simulator: Simulator;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  simulator = await startSimulator({ people, line: { webhookUrl: `${receiver.url}/line` } });
});
afterEach(async () => {
  await simulator.close();
  await receiver.close();
});

function notify(to: string, headers: Readonly<Record<string, string>> = { "x-line-delivery-tag": deliveryTag }) {
  return postToLine(simulator, templatePath, { to: hashPhone(to), templateKey: "order_001" }, headers);
}

function eventOf(callback: ReceivedCallback | undefined): unknown {
  return (JSON.parse(callback?.body ?? "{}") as { events?: unknown[] }).events?.[0];
}

test("who consented is delivered to, and the delivery is reported, signed, by its tag", async () => {
  const answer = await notify(phoneOf.consented);
  const [callback] = await receiver.arrived(1);

  expect(answer).toMatchObject({ status: 202, body: {} });
  expect(simulator.ledger()).toMatchObject([{ endpoint: "pnp-template", deliveryTag, providerMessageIds: [] }]);
  expect(callback && isSignedByLine(callback)).toBe(true);
  expect(eventOf(callback)).toEqual({
    type: "delivery",
    delivery: { data: deliveryTag },
    webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    deliveryContext: { isRedelivery: false },
    timestamp: expect.any(Number),
    mode: "active",
  });
});

test("without a tag the delivery is reported by the hashed phone number", async () => {
  await notify(phoneOf.consented, {});
  const [callback] = await receiver.arrived(1);

  expect(eventOf(callback)).toMatchObject({
    delivery: { data: "d41e0ad70dddfeb68f149ad6fc61574b9c5780ab7bcb2fba5517771ffbb2409c" },
  });
});

test("the flexible call through LINE's client behaves the same", async () => {
  const client = lineClient(simulator);
  const to = hashPhone(phoneOf.consented);
  await client.pushMessagesByPhone({ to, messages: [{ type: "text", text: "Hi" }] }, deliveryTag);
  const [callback] = await receiver.arrived(1);

  expect(eventOf(callback)).toMatchObject({ delivery: { data: deliveryTag } });
  expect(simulator.ledger()).toMatchObject([{ endpoint: "pnp-flexible", to: [to] }]);
});

test("a later consent brings the delivery when the clock reaches it", async () => {
  await notify(phoneOf["consents-later"]);
  simulator.advanceClock(hourMs - 60_000);
  await simulator.settled();
  const early = receiver.received.length;
  simulator.advanceClock(120_000);
  await simulator.settled();

  expect([early, receiver.received.length]).toEqual([0, 1]);
});

test("a consent after more than 24 hours comes too late", async () => {
  simulator.setPerson(phoneOf["consents-later"], { consentDelayMs: 25 * hourMs });
  await notify(phoneOf["consents-later"]);
  simulator.advanceClock(48 * hourMs);
  await simulator.settled();

  expect(receiver.received).toEqual([]);
});

test.each(["consent-pending", "blocked"] as const)("%s: accepted, and never heard of again", async (state) => {
  const answer = await notify(phoneOf[state]);
  simulator.advanceClock(48 * hourMs);
  await simulator.settled();

  expect(answer.status).toBe(202);
  expect(simulator.ledger()).toHaveLength(1);
  expect(receiver.received).toEqual([]);
});

test.each([
  ["a person who refused", phoneOf.refused],
  ["a number that LINE does not know", phoneOf.unknown],
  ["a number that belongs to nobody", "+819099999999"],
])("%s is answered 422", async (_who, phone) => {
  expect(await notify(phone)).toMatchObject({ status: 422, body: { message: "Failed to send messages" } });
  expect(simulator.ledger()).toEqual([]);
});

test.each([15, 101])("a delivery tag of %i characters is refused", async (length) => {
  const answer = await notify(phoneOf.consented, { "x-line-delivery-tag": "t".repeat(length) });

  expect(answer.status).toBe(400);
});

test("a retry key is refused: notifications have none", async () => {
  const headers = { "x-line-retry-key": "11111111-1111-4111-8111-111111111111" };

  expect((await notify(phoneOf.consented, headers)).status).toBe(400);
});

test("a number in clear instead of its digest is refused", async () => {
  const answer = await postToLine(simulator, templatePath, { to: phoneOf.consented, templateKey: "order_001" });

  expect(answer.body).toEqual({
    message: "The request body has 1 error(s)",
    details: [{ message: "The value must be a valid SHA-256 digest.", property: "to" }],
  });
});

test("an account without a contract is answered 403, and a template outside the catalogue 400", async () => {
  const outsider = await startSimulator({ people, line: { notificationContract: false } });
  const limited = await startSimulator({ people, line: { templateKeys: ["order_001"] } });
  const body = { to: hashPhone(phoneOf.consented), templateKey: "reserve_004" };
  const forbidden = await postToLine(outsider, templatePath, body);
  const unknown = await postToLine(limited, templatePath, body);
  await Promise.all([outsider.close(), limited.close()]);

  expect(forbidden).toMatchObject({
    status: 403,
    body: { message: "Access to this API is not available for your account" },
  });
  expect(unknown.status).toBe(400);
  expect(unknown.body).toEqual({
    message: "Invalid templateKey: reserve_004",
    details: [
      { message: "The specified template doesn't exist, or you don't have the permission", property: "templateKey" },
    ],
  });
});
