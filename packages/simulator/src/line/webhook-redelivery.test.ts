import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { startCallbackReceiver, type CallbackReceiver, type ReceivedCallback } from "../testing/callback-receiver.ts";
import { friend, lineCast } from "../testing/cast.ts";
import { lineClient } from "../testing/official-clients.ts";
import { isSignedByLine } from "../testing/signatures.ts";

const afterMs = 60_000;
let simulator: Simulator;
let broken: CallbackReceiver;
let repaired: CallbackReceiver;

beforeEach(async () => {
  [broken, repaired] = await Promise.all([startCallbackReceiver(500), startCallbackReceiver()]);
  await start({ times: 2, afterMs });
});
afterEach(() => Promise.all([simulator.close(), broken.close(), repaired.close()]));

async function start(webhookRedelivery?: { times: number; afterMs: number }): Promise<void> {
  const redelivery = webhookRedelivery === undefined ? {} : { webhookRedelivery };
  simulator = await startSimulator({ people: lineCast, line: { webhookUrl: broken.url, ...redelivery } });
}

async function advance(ms: number): Promise<void> {
  await simulator.settled();
  simulator.advanceClock(ms);
  await simulator.settled();
}

const eventOf = (callback: ReceivedCallback | undefined) => {
  const { events } = JSON.parse(callback?.body ?? "") as { events: Record<string, unknown>[] };
  return events[0];
};

test("a webhook that was not taken comes again, marked and otherwise the same, until it is taken", async () => {
  simulator.personWrites(friend, "Hello?");
  await advance(afterMs / 2);
  const early = broken.received.length;
  await lineClient(simulator).setWebhookEndpoint({ endpoint: repaired.url });
  await advance(afterMs / 2);
  await advance(10 * afterMs);

  expect([early, broken.received.length, repaired.received.length]).toEqual([1, 1, 1]);
  expect(eventOf(repaired.received[0])).toEqual({
    ...eventOf(broken.received[0]),
    deliveryContext: { isRedelivery: true },
  });
  expect(repaired.received.every(isSignedByLine)).toBe(true);
});

test("redelivery ends after its last time", async () => {
  simulator.personWrites(friend, "Hello?");
  for (let time = 1; time <= 5; time++) await advance(afterMs);

  expect(broken.received).toHaveLength(3);
});

test("a redelivery gives its reply token another minute, but only within twenty minutes of the event", async () => {
  const messages = [{ type: "text" as const, text: "Yes." }];
  const replyToken = () => String(eventOf(broken.received.at(-1))?.["replyToken"]);
  const reply = () => lineClient(simulator).replyMessage({ replyToken: replyToken(), messages });
  simulator.personWrites(friend, "Hello?");
  await advance(afterMs);
  await reply();
  await simulator.close();
  await start({ times: 1, afterMs: 20 * 60_000 });
  simulator.personWrites(friend, "Hello?");
  await advance(20 * 60_000);

  await expect(reply()).rejects.toMatchObject({ status: 400 });
});

test("a receiver that cannot be reached counts as not having taken it", async () => {
  await broken.close();
  simulator.personWrites(friend, "Hello?");
  await simulator.settled();
  await lineClient(simulator).setWebhookEndpoint({ endpoint: repaired.url });
  await advance(afterMs);

  expect(eventOf(repaired.received[0])).toMatchObject({ deliveryContext: { isRedelivery: true } });
});

test("a receiver that does not answer within two seconds counts as not having taken it", async () => {
  const silent = await startCallbackReceiver("silent");
  await lineClient(simulator).setWebhookEndpoint({ endpoint: silent.url });
  simulator.personWrites(friend, "Hello?");
  await silent.arrived(1);
  await lineClient(simulator).setWebhookEndpoint({ endpoint: repaired.url });
  await advance(afterMs);
  await silent.close();

  expect(eventOf(repaired.received[0])).toMatchObject({ deliveryContext: { isRedelivery: true } });
});

test("unless it is switched on nothing is redelivered", async () => {
  await simulator.close();
  await start();
  simulator.personWrites(friend, "Hello?");
  await advance(100 * afterMs);

  expect(broken.received).toHaveLength(1);
});
