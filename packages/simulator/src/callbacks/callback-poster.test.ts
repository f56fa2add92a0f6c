import { Agent, buildConnector } from "undici";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startCallbackReceiver, type CallbackReceiver } from "../testing/callback-receiver.ts";
import { CallbackPoster } from "./callback-poster.ts";

let receiver: CallbackReceiver;
let poster: CallbackPoster | undefined;

beforeEach(async () => {
  receiver = await startCallbackReceiver();
});
afterEach(async () => {
  await poster?.close();
  await receiver.close();
});

/** A poster whose first connections are refused. */
function refusing(count: number): { readonly poster: CallbackPoster; readonly tries: () => number } {
  const connect = buildConnector({});
  let tries = 0;
  const agent = new Agent({
    connect(options, done) {
      tries += 1;
      if (tries > count) connect(options, done);
      else done(Object.assign(new Error("refused"), { code: "ECONNREFUSED" }), null);
    },
  });
  poster = new CallbackPoster(agent);
  return { poster, tries: () => tries };
}

const callback = (connectAttempts: number) => ({
  url: receiver.url,
  headers: {},
  body: "x",
  timeoutMs: 1_000,
  connectAttempts,
});

test("a refused connection is tried again as often as the provider does", async () => {
  const once = refusing(1);

  expect(await once.poster.post(callback(2))).toEqual({ status: 200 });
  expect([once.tries(), receiver.received.length]).toEqual([2, 1]);
});

test("the last refusal is the end", async () => {
  const always = refusing(Infinity);

  expect(await always.poster.post(callback(2))).toEqual({ reason: "COULD_NOT_CONNECT" });
  expect([always.tries(), always.poster.counts]).toEqual([2, { answered: 0, failed: 1 }]);
});

test("a provider with one try makes one", async () => {
  const once = refusing(1);

  expect(await once.poster.post(callback(1))).toEqual({ reason: "COULD_NOT_CONNECT" });
  expect(receiver.received).toEqual([]);
});
