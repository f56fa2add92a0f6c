import { createHmac, randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSimulator, type Simulator } from "@todoke/simulator";
import type { messagingApi } from "@line/bot-sdk";
import { ProviderError } from "@todoke/core";
import { createLine, type Line, type LineNativeContent } from "./index.ts";

const friend = `U${"a".repeat(32)}`;

let simulator: Simulator;
let line: Line;

beforeEach(async () => {
  simulator = await startSimulator({
    people: [{ lineUserId: friend, line: "friend", displayName: "Aiko" }],
    line: { channelAccessToken: "line-token" },
  });
  line = createLine({ channelAccessToken: "line-token", channelSecret: "line-secret", apiBaseUrl: simulator.url });
});

afterEach(async () => {
  await line.close();
  await simulator.close();
});

describe("the webhook handler", () => {
  test("takes what LINE signed under the settings' secret, and cannot be had without one", async () => {
    const body = Buffer.from('{"destination":"U0","events":[]}');
    const signature = createHmac("sha256", "line-secret").update(body).digest("base64");
    const request = { method: "POST", url: "/", headers: { "x-line-signature": signature }, body };
    expect(await line.webhookHandler({ onEvent() {} })(request)).toBe(200);
    const withoutSecret = createLine({ channelAccessToken: "line-token" });
    expect(() => withoutSecret.webhookHandler({ onEvent() {} })).toThrow(/^channelSecret: /);
    await withoutSecret.close();
  });
});

describe("send", () => {
  test("a string is text, and every result names its key", async () => {
    const result = await line.send({ to: friend, content: "Hello" });
    expect(result).toEqual({
      providerMessageIds: [expect.any(String)],
      requestId: expect.any(String),
      retryKey: expect.any(String),
      duplicate: false,
    });
    expect(simulator.ledger()).toMatchObject([{ to: [friend], retryKey: result.retryKey }]);
  });

  test("the types of LINE's own SDK fit", async () => {
    const content: LineNativeContent = {
      type: "native",
      channel: "line",
      payload: {
        messages: [
          { type: "sticker", packageId: "446", stickerId: "1988" },
          { type: "text", text: "Hello" },
        ],
      },
    };
    await expect(line.send({ to: friend, content })).resolves.toMatchObject({ providerMessageIds: { length: 2 } });
  });

  test("so do values of those types, and those that nobody may change", async () => {
    const typed: messagingApi.FlexMessage = {
      type: "flex",
      altText: "Menu",
      contents: {
        type: "bubble",
        body: { type: "box", layout: "vertical", contents: [{ type: "text", text: "Menu" }] },
      },
    };
    const constant = {
      type: "text",
      text: "Hello",
      quickReply: { items: [{ type: "action", action: { type: "message", label: "Hi", text: "Hi" } }] },
    } as const;
    const content: LineNativeContent = { type: "native", channel: "line", payload: { messages: [typed, constant] } };
    await expect(line.send({ to: friend, content })).resolves.toMatchObject({ providerMessageIds: { length: 2 } });
    await expect(line.validate("push", [typed, constant])).resolves.toEqual([]);
  });

  test("the same key sends once", async () => {
    const retryKey = randomUUID();
    const first = await line.send({ to: friend, content: "Hello", retryKey });
    await expect(line.send({ to: friend, content: "Hello", retryKey })).resolves.toEqual({ ...first, duplicate: true });
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("a lost answer is asked for again under the same key", async () => {
    simulator.addFault({ endpoint: "push", fault: { kind: "reset", accepted: true } });
    await expect(line.send({ to: friend, content: "Hello" }, { attempts: 2 })).resolves.toMatchObject({
      duplicate: true,
    });
    expect(simulator.ledger()).toHaveLength(1);
  });

  test("by default a lost answer is thrown, with the key to go on with", async () => {
    simulator.addFault({ endpoint: "push", fault: { kind: "timeout", accepted: true } });
    const error: unknown = await line
      .send({ to: friend, content: "Hello" }, { timeoutMs: 150 })
      .catch((thrown: unknown) => thrown);
    if (!ProviderError.is(error) || error.retryKey === undefined)
      throw new Error("Expected a ProviderError with a key");
    expect(error.class).toBe("ambiguous");
    const again = await line.send({ to: friend, content: "Hello", retryKey: error.retryKey });
    expect(again.duplicate).toBe(true);
  });

  test("no deadline is no reason to fail, and a call after the end is refused unsent", async () => {
    await expect(line.send({ to: friend, content: "Hello" }, { timeoutMs: Infinity })).resolves.toBeDefined();
    await line.close();
    await expect(line.send({ to: friend, content: "Hello" })).rejects.toMatchObject({ class: "unavailable" });
  });

  test.each([
    ["an address that is none", { to: "aiko", content: "Hello" }, "recipient", "invalid-address"],
    ["an empty text", { to: friend, content: "" }, "content", "empty"],
    ["a key that is no UUID", { to: friend, content: "Hello", retryKey: "order-4711" }, "content", "invalid-retry-key"],
  ])("%s is refused without a call", async (_name, request, errorClass, providerCode) => {
    await expect(line.send(request)).rejects.toMatchObject({
      class: errorClass,
      providerCode,
      retryKey: expect.any(String),
    });
    expect(simulator.ledger()).toEqual([]);
  });
});

describe("a token from a function", () => {
  const withToken = (channelAccessToken: () => string | Promise<string>) =>
    createLine({ channelAccessToken, apiBaseUrl: simulator.url });

  test("is asked for before every call", async () => {
    const tokens = ["stale", "line-token"];
    const renewing = withToken(async () => tokens.shift() ?? "line-token");
    await expect(renewing.send({ to: friend, content: "Hello" })).rejects.toMatchObject({ class: "sender" });
    await expect(renewing.send({ to: friend, content: "Hello" })).resolves.toMatchObject({ duplicate: false });
    await renewing.close();
  });

  test.each([
    ["throws", () => Promise.reject(new Error("client_secret=hunter2")), "unavailable"],
    ["never answers", () => new Promise<string>(() => {}), "unavailable"],
    ["gives two lines", () => "a\r\nx-injected: 1", "sender"],
  ])("that %s ends the call before anything is sent", async (_name, supply, errorClass) => {
    const failing = withToken(supply);
    const error: unknown = await failing
      .send({ to: friend, content: "Hello" }, { timeoutMs: 100 })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ class: errorClass, retryKey: expect.any(String) });
    expect(String(error)).not.toContain("hunter2");
    expect(simulator.ledger()).toEqual([]);
    await failing.close();
  });
});

test("a profile, or undefined where LINE shows none", async () => {
  await expect(line.profile(friend)).resolves.toMatchObject({ userId: friend, displayName: "Aiko" });
  await expect(line.profile(`U${"0".repeat(32)}`)).resolves.toBeUndefined();
});

test("both adapters share the webhook, which exists where there is a secret", async () => {
  expect(line.webhook).toBeDefined();
  expect(line.adapter.webhook).toBe(line.webhook);
  expect(line.notificationAdapter.webhook).toBe(line.webhook);
  const sendOnly = createLine({ channelAccessToken: "line-token" });
  expect(sendOnly.webhook).toBeUndefined();
  expect("webhook" in sendOnly.adapter).toBe(false);
  await sendOnly.close();
});
