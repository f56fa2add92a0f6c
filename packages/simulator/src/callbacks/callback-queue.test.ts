import { afterEach, beforeEach, expect, test } from "vitest";
import { createClock, type Clock } from "../clock.ts";
import { startCallbackReceiver, type CallbackReceiver } from "../testing/callback-receiver.ts";
import { CallbackPoster } from "./callback-poster.ts";
import { CallbackQueue } from "./callback-queue.ts";
import type { CallbackStep } from "./callback-step.ts";

const hourMs = 3_600_000;
let clock: Clock;
let queue: CallbackQueue;
let receiver: CallbackReceiver;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
  clock = createClock();
  queue = new CallbackQueue(clock, new CallbackPoster());
});
afterEach(async () => {
  await queue.close();
  await receiver.close();
});

function step(inMs: number, body: string): CallbackStep {
  const callback = { url: receiver.url, headers: {}, body, timeoutMs: 1_000, connectAttempts: 1 };
  return { dueAt: clock.now() + inMs, build: () => callback };
}

function advance(ms: number): void {
  clock.advance(ms);
  queue.clockAdvanced();
}

const bodies = () => receiver.received.map(({ body }) => body);

test("a callback is posted when real time reaches it", async () => {
  queue.schedule([step(5, "a")]);

  expect(await receiver.arrived(1)).toMatchObject([{ body: "a" }]);
});

test("what a turned clock has brought near is posted when real time reaches it", async () => {
  queue.schedule([step(hourMs, "a")]);
  advance(hourMs - 20);

  expect(await receiver.arrived(1)).toMatchObject([{ body: "a" }]);
});

test("an earlier callback is not kept waiting by a later one that was scheduled first", async () => {
  queue.schedule([step(hourMs, "late")]);
  queue.schedule([step(5, "early")]);

  expect(await receiver.arrived(1)).toMatchObject([{ body: "early" }]);
});

test("the steps of one call keep their order however far the clock jumps", async () => {
  queue.schedule([step(1_000, "sent"), step(2_000, "delivered")]);
  advance(hourMs);
  await queue.settled();

  expect(bodies()).toEqual(["sent", "delivered"]);
});

test("settled waits for what is due and not for what lies ahead", async () => {
  queue.schedule([step(0, "now"), step(hourMs, "later")]);
  await queue.settled();

  expect(bodies()).toEqual(["now"]);
});

test("a closed queue posts nothing", async () => {
  queue.schedule([step(1_000, "a")]);
  await queue.close();
  advance(hourMs);
  await queue.settled();

  expect(bodies()).toEqual([]);
});
