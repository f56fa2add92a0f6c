import { expect, test } from "vitest";
import { startScriptedLine } from "../testing/scripted-line.ts";

async function all<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("followers come page after page, an empty page does not end them", async () => {
  const { line, received } = await startScriptedLine([
    { body: { userIds: ["U1", "U2"], next: "a b" } },
    { body: { userIds: [], next: "c" } },
    { body: { userIds: ["U3"] } },
  ]);
  await expect(all(line.followers())).resolves.toEqual(["U1", "U2", "U3"]);
  expect(received.map(({ call }) => call)).toEqual([
    "GET /v2/bot/followers/ids?limit=1000",
    "GET /v2/bot/followers/ids?limit=1000&start=a+b",
    "GET /v2/bot/followers/ids?limit=1000&start=c",
  ]);
});

test("who stops early asks for no further page", async () => {
  const { line, received } = await startScriptedLine([{ body: { userIds: ["U1", "U2"], next: "more" } }]);
  for await (const _ of line.followers()) break;
  expect(received).toHaveLength(1);
});

test("members of groups and rooms have addresses of their own", async () => {
  const { line, received } = await startScriptedLine([
    { body: { memberIds: ["U1"] } },
    { body: { memberIds: ["U2"] } },
  ]);
  await expect(all(line.groupMembers("C1"))).resolves.toEqual(["U1"]);
  await expect(all(line.roomMembers("R1"))).resolves.toEqual(["U2"]);
  expect(received.map(({ call }) => call)).toEqual([
    "GET /v2/bot/group/C1/members/ids",
    "GET /v2/bot/room/R1/members/ids",
  ]);
});

test("rooms have addresses of their own too, and small signs go to one person", async () => {
  const { line, received } = await startScriptedLine([{ body: { count: 3 } }, { body: { displayName: "Aiko" } }]);
  await expect(line.chats.memberCount("R1")).resolves.toBe(3);
  await expect(line.chats.memberProfile("R1", "U1")).resolves.toEqual({ userId: "U1", displayName: "Aiko" });
  await line.chats.leave("R1");
  await line.chats.showLoading("U1", 5);
  await line.chats.markAsRead("token");
  expect(received.map(({ call, body }) => `${call} ${body}`)).toEqual([
    "GET /v2/bot/room/R1/members/count ",
    "GET /v2/bot/room/R1/member/U1 ",
    "POST /v2/bot/room/R1/leave ",
    'POST /v2/bot/chat/loading/start {"chatId":"U1","loadingSeconds":5}',
    'POST /v2/bot/chat/markAsRead {"markAsReadToken":"token"}',
  ]);
});

test("an account that may not list its friends is told so", async () => {
  const body = { message: "Access to this API is not available for your account" };
  const { line } = await startScriptedLine([{ status: 403, body }]);
  await expect(all(line.followers())).rejects.toMatchObject({ class: "sender", providerCode: "http-403" });
});

test("who the bot is, with null where LINE says nothing or something new", async () => {
  const { line } = await startScriptedLine([
    { body: { userId: "U1", basicId: "@216ru", displayName: "Shop", chatMode: "bot", markAsReadMode: "sometimes" } },
  ]);
  await expect(line.botInfo()).resolves.toEqual({
    userId: "U1",
    basicId: "@216ru",
    premiumId: null,
    displayName: "Shop",
    pictureUrl: null,
    chatMode: "bot",
    markAsReadMode: null,
  });
});

test("the webhook address is set, asked for and tried out", async () => {
  const { line, received } = await startScriptedLine([
    {},
    { body: { endpoint: "https://example.com/line", active: true } },
    {
      body: {
        success: false,
        timestamp: "2026-11-21T09:00:00Z",
        statusCode: 0,
        reason: "REQUEST_TIMEOUT",
        detail: "slow",
      },
    },
    { status: 404, body: { message: "Webhook endpoint not found" } },
  ]);
  await line.webhookEndpoint.set("https://example.com/line");
  await expect(line.webhookEndpoint.get()).resolves.toEqual({ url: "https://example.com/line", active: true });
  await expect(line.webhookEndpoint.test()).resolves.toEqual({
    success: false,
    status: null,
    reason: "REQUEST_TIMEOUT",
    detail: "slow",
  });
  await expect(line.webhookEndpoint.get()).resolves.toBeUndefined();
  expect(received.map(({ call, body }) => `${call} ${body}`)).toEqual([
    'PUT /v2/bot/channel/webhook/endpoint {"endpoint":"https://example.com/line"}',
    "GET /v2/bot/channel/webhook/endpoint ",
    "POST /v2/bot/channel/webhook/test {}",
    "GET /v2/bot/channel/webhook/endpoint ",
  ]);
});

test("LINE's own check of messages is a list of problems, and a failing check is an error", async () => {
  const details = [{ message: "Length must be between 0 and 5000", property: "messages[0].text" }];
  const { line, received } = await startScriptedLine([
    { status: 400, body: { message: "The request body has 1 error(s)", details } },
    {},
    { status: 401, body: { message: "Authentication failed due to the following reason: expired" } },
    { status: 400, body: "<html>" },
  ]);
  const ask = () => line.validate("push", [{ type: "text", text: "Hello" }]);
  await expect(ask()).resolves.toEqual([
    { pointer: "/messages/0/text", code: "refused-by-line", detail: "Length must be between 0 and 5000" },
  ]);
  await expect(ask()).resolves.toEqual([]);
  await expect(ask()).rejects.toMatchObject({ class: "sender" });
  await expect(ask()).rejects.toMatchObject({ class: "content" });
  expect(received[0]).toMatchObject({ call: "POST /v2/bot/message/validate/push" });
});

test("who keeps the place in a list goes on from there", async () => {
  const { line, received } = await startScriptedLine([
    { body: { userIds: ["U1", 7], next: "a b" } },
    { body: { userIds: ["U2"], next: "" } },
    { body: { memberIds: ["U3"] } },
  ]);
  const bounds = { timeoutMs: 5_000 };
  await expect(line.directory.friends(undefined, bounds)).resolves.toEqual({ addresses: ["U1"], nextCursor: "a b" });
  await expect(line.directory.friends("a b", bounds)).resolves.toEqual({ addresses: ["U2"] });
  await expect(line.directory.members("R1", "c", bounds)).resolves.toEqual({ addresses: ["U3"] });
  expect(received.map(({ call }) => call)).toEqual([
    "GET /v2/bot/followers/ids?limit=1000",
    "GET /v2/bot/followers/ids?limit=1000&start=a+b",
    "GET /v2/bot/room/R1/members/ids?start=c",
  ]);
});
