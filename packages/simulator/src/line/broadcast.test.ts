import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { crowd, lineCast } from "../testing/cast.ts";
import { hello, postToLine } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";

const path = "/v2/bot/message/broadcast";
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: [...lineCast, ...crowd(4)], line: { monthlyQuota: 9 } });
});
afterEach(() => simulator.close());

test("a broadcast goes to all friends and to nobody else, and costs as many", async () => {
  const client = lineClient(simulator);
  await client.broadcast({ messages: [{ type: "text", text: "Hi" }] }, randomUUID());

  expect(simulator.ledger()).toMatchObject([
    { endpoint: "broadcast", to: [], audience: { type: "broadcast", recipients: 5 }, providerMessageIds: [] },
  ]);
  expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 5 });
});

test("a repeated retry key is answered 409 with the request id of the first call", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  const first = await postToLine(simulator, path, { messages: [hello] }, headers);
  const second = await postToLine(simulator, path, { messages: [hello] }, headers);

  expect([first.status, second.status]).toEqual([200, 409]);
  expect(second.headers.get("x-line-accepted-request-id")).toBe(first.headers.get("x-line-request-id"));
  expect(simulator.ledger()).toHaveLength(1);
});

test("a broadcast that does not fit in the month reaches nobody", async () => {
  await postToLine(simulator, path, { messages: [hello] });
  const second = await postToLine(simulator, path, { messages: [hello] });

  expect(second).toMatchObject({ status: 429, body: { message: "You have reached your monthly limit." } });
  expect(simulator.ledger()).toHaveLength(1);
});

test("a message without a type is named", async () => {
  const answer = await postToLine(simulator, path, { messages: [{ text: "Hi" }] });

  expect(answer).toMatchObject({
    status: 400,
    body: {
      message: "The request body has 1 error(s)",
      details: [{ message: "May not be empty", property: "messages[0].type" }],
    },
  });
});

test("the sixty-first broadcast within the hour is one too many", async () => {
  const statuses: number[] = [];
  for (let call = 1; call <= 61; call++) statuses.push((await postToLine(simulator, path, { messages: [] })).status);

  expect(statuses.filter((status) => status === 400)).toHaveLength(60);
  expect(statuses.at(-1)).toBe(429);
});
