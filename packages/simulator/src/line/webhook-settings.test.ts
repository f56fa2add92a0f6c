import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { startCallbackReceiver } from "../testing/callback-receiver.ts";
import { blocker, friend, lineCast } from "../testing/cast.ts";
import { lineClient } from "../testing/official-clients.ts";
import { isSignedByLine } from "../testing/signatures.ts";

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: lineCast });
});
afterEach(() => simulator.close());

test("the webhook's address is not found until it is set", async () => {
  const client = lineClient(simulator);
  await expect(client.getWebhookEndpoint()).rejects.toMatchObject({ status: 404 });
  await client.setWebhookEndpoint({ endpoint: "https://example.com/line" });

  expect(await client.getWebhookEndpoint()).toEqual({ endpoint: "https://example.com/line", active: true });
});

test("an address that is none is refused", async () => {
  const call = lineClient(simulator).setWebhookEndpoint({ endpoint: "somewhere" });

  await expect(call).rejects.toMatchObject({ status: 400, body: '{"message":"Invalid webhook endpoint URL"}' });
});

test.each([
  [200, { success: true, statusCode: 200, reason: "OK" }],
  [503, { success: false, statusCode: 503, reason: "ERROR_STATUS_CODE" }],
])("a test posts a signed webhook without events and tells the answer %i", async (status, result) => {
  const receiver = await startCallbackReceiver(status);
  const answer = await lineClient(simulator).testWebhookEndpoint({ endpoint: receiver.url });
  const [callback] = receiver.received;
  await receiver.close();

  expect(answer).toMatchObject(result);
  expect(JSON.parse(callback?.body ?? "")).toMatchObject({ events: [] });
  expect(callback && isSignedByLine(callback)).toBe(true);
});

test("a test of an address where nobody listens says that it could not connect", async () => {
  const receiver = await startCallbackReceiver();
  await receiver.close();
  const answer = await lineClient(simulator).testWebhookEndpoint({ endpoint: receiver.url });

  expect(answer).toMatchObject({ success: false, statusCode: 0, reason: "COULD_NOT_CONNECT" });
});

test("blocking posts unfollow, coming back posts follow, and a silent change posts nothing", async () => {
  const receiver = await startCallbackReceiver();
  await lineClient(simulator).setWebhookEndpoint({ endpoint: receiver.url });
  simulator.setPerson(friend, { line: "blocked" });
  await simulator.settled();
  simulator.setPerson(friend, { line: "friend" });
  simulator.setPerson(blocker, { line: "friend", silent: true });
  simulator.setPerson(friend, { displayName: "Aiko Mori" });
  await simulator.settled();
  const events = receiver.received.map(({ body }) => (JSON.parse(body) as { events: unknown[] }).events[0]);
  await receiver.close();

  const source = { type: "user", userId: friend };
  expect(events).toMatchObject([
    { type: "unfollow", source },
    { type: "follow", source, replyToken: expect.any(String), follow: { isUnblocked: true } },
  ]);
});

test("messages can be checked without being sent, and the account tells about itself", async () => {
  const client = lineClient(simulator);
  await client.validatePush({ messages: [{ type: "text", text: "Hi" }] });
  const refused = client.validateMulticast({ messages: [{ type: "text", text: "" }] });

  await expect(refused).rejects.toMatchObject({ status: 400 });
  expect(await client.getBotInfo()).toMatchObject({ chatMode: "bot", userId: expect.stringMatching(/^U/) });
  expect(simulator.ledger()).toEqual([]);
});
