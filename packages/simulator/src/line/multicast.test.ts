import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { blocker, friend, lineCast, lineUserId, stranger, writer } from "../testing/cast.ts";
import { hello, postToLine } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";

const path = "/v2/bot/message/multicast";
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: lineCast, line: { monthlyQuota: 10 } });
});
afterEach(() => simulator.close());

test("one call for many people is one entry of the ledger and costs only the friends among them", async () => {
  const client = lineClient(simulator);
  await client.multicast({ to: [friend, blocker, writer], messages: [{ type: "text", text: "Hi" }] }, randomUUID());

  expect(simulator.ledger()).toMatchObject([{ endpoint: "multicast", to: [friend, blocker, writer] }]);
  expect(await client.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
});

test("an id that LINE does not know is named by its index and nobody is sent to", async () => {
  const answer = await postToLine(simulator, path, { to: [friend, stranger], messages: [hello] });

  expect(answer.status).toBe(400);
  expect(answer.body).toEqual({
    message: "The property, to[1], in the request body is invalid (line: -, column: -)",
  });
  expect(simulator.ledger()).toEqual([]);
});

test.each([0, 501])("%i recipients are refused", async (count) => {
  const to = Array.from({ length: count }, (_, index) => lineUserId(String(index)));
  const answer = await postToLine(simulator, path, { to, messages: [hello] });

  expect(answer.body).toMatchObject({ details: [{ message: "Size must be between 1 and 500", property: "to" }] });
});

test("a repeated retry key is answered 409 without message ids", async () => {
  const headers = { "x-line-retry-key": randomUUID() };
  const first = await postToLine(simulator, path, { to: [friend], messages: [hello] }, headers);
  const second = await postToLine(simulator, path, { to: [friend], messages: [hello] }, headers);

  expect(first).toMatchObject({ status: 200, body: {} });
  expect(second.status).toBe(409);
  expect(second.body).toEqual({ message: "The retry key is already accepted" });
});
