import { describe, expect, test } from "vitest";
import { startScriptedLine } from "./testing/scripted-line.ts";

const user = (digit: string) => `U${digit.repeat(32)}`;
const group = `C${"e".repeat(32)}`;
const retryKey = "0f8e1c2a-7b3d-4c55-9a60-1d2e3f405162";
const messages = [{ type: "text", text: "Hello" }] as const;

describe("what is sent", () => {
  test("a multicast names each user once", async () => {
    const { line, received } = await startScriptedLine([]);
    await line.multicast({ to: [user("a"), user("b"), user("a")], content: "Hello", retryKey });
    expect(received).toMatchObject([
      { call: "POST /v2/bot/message/multicast", headers: { "x-line-retry-key": retryKey } },
    ]);
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({ messages, to: [user("a"), user("b")] });
  });

  test("a broadcast and a narrowcast are keyed, and carry no units, which belong to push and multicast", async () => {
    const { line, received } = await startScriptedLine([{}, { status: 202 }]);
    const payload = { messages, customAggregationUnits: ["summer"], notificationDisabled: true };
    const content = { type: "native", channel: "line", payload } as const;
    const recipient = { type: "audience", audienceGroupId: 7 } as const;
    await line.broadcast({ content, retryKey });
    const { requestId } = await line.narrowcast({ content, retryKey, recipient, limit: { max: 10 } });
    expect(requestId).toBe("request-2");
    expect(received.map(({ call, headers }) => [call, headers["x-line-retry-key"]])).toEqual([
      ["POST /v2/bot/message/broadcast", retryKey],
      ["POST /v2/bot/message/narrowcast", retryKey],
    ]);
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { messages, notificationDisabled: true },
      { messages, notificationDisabled: true, recipient, limit: { max: 10 } },
    ]);
  });

  test("a reply carries its token and no key", async () => {
    const { line, received } = await startScriptedLine([{ body: { sentMessages: [{ id: "461230966842064897" }] } }]);
    await expect(line.reply({ replyToken: "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA", content: "Hi" })).resolves.toEqual({
      providerMessageIds: ["461230966842064897"],
      requestId: "request-1",
    });
    expect(received[0]?.headers).not.toHaveProperty("x-line-retry-key");
    expect(JSON.parse(received[0]?.body ?? "")).toEqual({
      messages: [{ type: "text", text: "Hi" }],
      replyToken: "nHuyWiB7yP5Zw52FIkcQobQuGDXCTA",
    });
  });
});

describe("what is refused without a call", () => {
  const quote = {
    type: "native",
    channel: "line",
    payload: { messages: [{ ...messages[0], quoteToken: "q" }] },
  } as const;

  test("a group, nobody, and too many in a multicast", async () => {
    const { line, received } = await startScriptedLine([]);
    const multicast = (to: readonly string[]) => line.multicast({ to, content: "Hello" });
    await expect(multicast([user("a"), group])).rejects.toMatchObject({ class: "recipient", failedIndex: 1 });
    await expect(multicast([])).rejects.toMatchObject({ providerCode: "recipient-count" });
    const many = Array.from({ length: 501 }, (_, index) => `U${String(index).padStart(32, "0")}`);
    await expect(multicast(many)).rejects.toMatchObject({ providerCode: "recipient-count" });
    expect(received).toEqual([]);
  });

  test("a quote to many", async () => {
    const { line, received } = await startScriptedLine([]);
    const refused = { class: "content", providerCode: "forbidden-here", retryKey: expect.any(String) };
    await expect(line.multicast({ to: [user("a")], content: quote })).rejects.toMatchObject(refused);
    await expect(line.broadcast({ content: quote })).rejects.toMatchObject(refused);
    await expect(line.narrowcast({ content: quote })).rejects.toMatchObject(refused);
    expect(received).toEqual([]);
  });

  test("a narrowcast that contradicts itself, with the place", async () => {
    const { line, received } = await startScriptedLine([]);
    const sent = line.narrowcast({ content: "Hello", limit: { forbidPartialDelivery: true } });
    await expect(sent).rejects.toThrow(/^audience\/limit\/forbidPartialDelivery needs upToRemainingQuota/);
    expect(received).toEqual([]);
  });
});

describe("what LINE refuses", () => {
  test.each([
    [400, "Invalid audience group id: 7", "recipient", "invalid-audience"],
    [400, "Invalid request id: x", "recipient", "invalid-audience"],
    [403, "Your account does not have enough friends", "recipient", "not-enough-friends"],
    [403, "Access to this API is not available for your account", "sender", "http-403"],
  ])("a narrowcast: %i %s", async (status, message, errorClass, providerCode) => {
    const { line } = await startScriptedLine([{ status, body: { message } }]);
    await expect(line.narrowcast({ content: "Hello" })).rejects.toMatchObject({ class: errorClass, providerCode });
  });

  test("a reply whose token is spent is not the way to this person any more, a lost answer stays open", async () => {
    const { line } = await startScriptedLine([
      { status: 400, body: { message: "Invalid reply token" } },
      { status: 500, body: { message: "The server failed" } },
    ]);
    const reply = () => line.reply({ replyToken: "spent", content: "Hi" });
    await expect(reply()).rejects.toMatchObject({ class: "recipient", providerCode: "invalid-reply-token" });
    await expect(reply()).rejects.toMatchObject({ class: "ambiguous" });
  });

  test("progress that LINE no longer has", async () => {
    const { line } = await startScriptedLine([{ status: 404, body: { message: "Not found" } }]);
    await expect(line.narrowcastProgress("request-1")).rejects.toMatchObject({ providerCode: "not-found" });
  });
});
