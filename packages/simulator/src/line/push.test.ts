import { randomUUID } from "node:crypto";
import { HTTPFetchError } from "@line/bot-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { acquaintance, blocker, friend, leaver, lineCast, phoneOnly, stranger, writer } from "../testing/cast.ts";
import { hello, postToLine, pushPath } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";

const group = `C${"1".repeat(32)}`;
const hourMs = 3_600_000;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: lineCast, line: { groups: [{ groupId: group, members: 5 }] } });
});
afterEach(() => simulator.close());

test("a push through LINE's client answers an id per message, and a quote token where there can be one", async () => {
  const location = { type: "location" as const, title: "Office", address: "Tokyo", latitude: 35.6, longitude: 139.7 };
  const answer = await lineClient(simulator).pushMessage({
    to: friend,
    messages: [{ type: "text", text: "Hi" }, location],
  });

  expect(answer.sentMessages).toHaveLength(2);
  expect(answer.sentMessages.map((message) => message.id)).toEqual([
    expect.stringMatching(/^\d{18,19}$/),
    expect.stringMatching(/^\d{18,19}$/),
  ]);
  expect(answer.sentMessages[0]?.quoteToken).toEqual(expect.any(String));
  expect(answer.sentMessages[1]).not.toHaveProperty("quoteToken");
});

test.each([
  ["a friend", friend],
  ["somebody who wrote within seven days", writer],
  ["somebody who blocked the account", blocker],
  ["a deleted account", leaver],
  ["somebody who is no friend", acquaintance],
  ["a group that the account is in", group],
])("a push to %s is accepted", async (_who, to) => {
  const answer = await postToLine(simulator, pushPath, { to, messages: [hello] });

  expect(answer.status).toBe(200);
  expect(simulator.ledger()).toMatchObject([{ sequence: 1, provider: "line", endpoint: "push", to: [to] }]);
});

test.each([
  ["an id that belongs to nobody", stranger],
  ["a person who is not on LINE", phoneOnly],
  ["a group that the account is not in", `C${"2".repeat(32)}`],
])("a push to %s fails and is not in the ledger", async (_who, to) => {
  const answer = await postToLine(simulator, pushPath, { to, messages: [hello] });

  expect(answer).toMatchObject({ status: 400, body: { message: "Failed to send messages" } });
  expect(simulator.ledger()).toEqual([]);
});

test("a malformed address is refused in LINE's words", async () => {
  const answer = await postToLine(simulator, pushPath, { to: "Uabc", messages: [hello] });

  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    message: "The property, 'to', in the request body is invalid (line: -, column: -)",
  });
});

test("six messages are refused with the property that is wrong", async () => {
  const answer = await postToLine(simulator, pushPath, { to: friend, messages: Array(6).fill(hello) });

  expect(answer.body).toEqual({
    message: "The request body has 1 error(s)",
    details: [{ message: "Size must be between 1 and 5", property: "messages" }],
  });
});

test("a repeated retry key is answered 409 with the first call's ids, and sends nothing again", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  const first = await postToLine(simulator, pushPath, { to: friend, messages: [hello] }, headers);
  const second = await postToLine(simulator, pushPath, { to: friend, messages: [hello] }, headers);

  expect(second.status).toBe(409);
  expect(second.body).toEqual({ message: "The retry key is already accepted", ...(first.body as object) });
  expect(second.headers.get("x-line-accepted-request-id")).toBe(first.headers.get("x-line-request-id"));
  expect(second.headers.get("x-line-request-id")).not.toBe(first.headers.get("x-line-request-id"));
  expect(simulator.ledger()).toHaveLength(1);
});

test("a retry key is forgotten 24 hours after its acceptance and not before", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  const push = () => postToLine(simulator, pushPath, { to: friend, messages: [hello] }, headers);
  await push();
  simulator.advanceClock(23.9 * hourMs);
  const before = await push();
  simulator.advanceClock(0.2 * hourMs);
  const after = await push();

  expect([before.status, after.status]).toEqual([409, 200]);
  expect(simulator.ledger()).toHaveLength(2);
});

test("a refused call leaves its retry key unused", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  await postToLine(simulator, pushPath, { to: stranger, messages: [hello] }, headers);
  const again = await postToLine(simulator, pushPath, { to: friend, messages: [hello] }, headers);

  expect(again.status).toBe(200);
});

test("a retry key that is no UUID is refused", async () => {
  const headers = { "x-line-retry-key": "order-42" };
  const answer = await postToLine(simulator, pushPath, { to: friend, messages: [hello] }, headers);

  expect(answer.status).toBe(400);
});

test("a wrong token is answered 401 with a request id", async () => {
  const call = lineClient(simulator, "wrong").pushMessage({ to: friend, messages: [{ type: "text", text: "Hi" }] });

  const error = await call.catch((thrown: unknown) => thrown);
  if (!(error instanceof HTTPFetchError)) throw new Error("LINE's client was expected to throw its own error.");
  expect(error.status).toBe(401);
  expect(error.body).toContain("Authentication failed due to the following reason:");
  expect(error.headers.get("x-line-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("a body that is not JSON, or not said to be, is refused", async () => {
  const broken = await postToLine(simulator, pushPath, "{");
  const form = await postToLine(simulator, pushPath, "to=U", { "content-type": "text/plain" });

  expect(broken.status).toBe(400);
  expect(broken.body).toMatchObject({ message: expect.stringContaining("could not be parsed as JSON") });
  expect(form).toMatchObject({ status: 415, body: { message: "The content type, text/plain, is not supported" } });
});

test("a body over 2 MB is answered 413, and an unknown path 404", async () => {
  const novel = { type: "text", text: "x".repeat(2_100_000) };
  const large = await postToLine(simulator, pushPath, { to: friend, messages: [novel] });
  const elsewhere = await postToLine(simulator, "/v2/bot/message/shove", {});

  expect(large.status).toBe(413);
  expect(elsewhere).toMatchObject({ status: 404, body: { message: "Not found" } });
});
