import { afterEach, beforeEach, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { startCallbackReceiver } from "../testing/callback-receiver.ts";
import { friend, lineCast, stranger } from "../testing/cast.ts";
import { hello, postToLine, pushPath } from "../testing/line-request.ts";
import { lineClient } from "../testing/official-clients.ts";

let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people: lineCast });
});
afterEach(() => simulator.close());

async function control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${simulator.url}/simulator${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

const push = (to = friend) => postToLine(simulator, pushPath, { to, messages: [hello] });

test("the ledger can be read from where one left off", async () => {
  await push();
  await push();

  expect((await control("GET", "/ledger")).body).toEqual(simulator.ledger());
  expect((await control("GET", "/ledger?after=1")).body).toMatchObject([{ sequence: 2 }]);
});

test("statistics count requests, acceptances and faults by endpoint, and processor time", async () => {
  await control("POST", "/faults", { endpoint: "push", fault: { kind: "status", status: 500 } });
  await push();
  await push();
  const { body } = await control("GET", "/statistics");

  expect(body).toMatchObject({
    endpoints: { push: { requests: 2, accepted: 1, faults: 1 } },
    callbacks: { answered: 0, failed: 0 },
    cpuUsage: { user: expect.any(Number), system: expect.any(Number) },
  });
});

test("faults can be armed and cleared", async () => {
  await control("POST", "/faults", { endpoint: "push", times: 9, fault: { kind: "status", status: 500 } });
  const faulty = await push();
  await control("DELETE", "/faults");

  expect([faulty.status, (await push()).status]).toEqual([500, 200]);
});

test("people can be replaced and changed, and a change posts its webhook", async () => {
  const receiver = await startCallbackReceiver();
  await lineClient(simulator).setWebhookEndpoint({ endpoint: receiver.url });
  await control("PUT", "/people", [{ lineUserId: stranger, line: "friend" }]);
  const statuses = [(await push(friend)).status, (await push(stranger)).status];
  await control("PATCH", `/people/${stranger}`, { line: "blocked" });
  await control("GET", "/settled");
  await receiver.close();

  expect(statuses).toEqual([400, 200]);
  expect(receiver.received).toHaveLength(1);
});

test("the clock can be turned from outside", async () => {
  await control("POST", "/clock", { advanceMs: 1e12 });
  await push();

  expect(simulator.ledger()[0]?.at).toMatch(/^205/);
});

test.each([
  ["POST", "/faults", { endpoint: "pull", fault: { kind: "reset", accepted: true } }, "endpoint must be one of"],
  ["POST", "/faults", { endpoint: "push", fault: { kind: "reset" } }, "fault.accepted is missing"],
  ["POST", "/faults", { endpoint: "push", fault: { kind: "boom" } }, "fault.kind must be one of"],
  ["PUT", "/people", [{ phone: "0312345678" }], "people[0].phone must be a number in E.164"],
  ["PATCH", `/people/${friend}`, { line: "enemy" }, "line must be one of"],
  ["POST", "/clock", { advanceMs: -1 }, "advanceMs must be a number of 0 or more"],
])("%s %s refuses wrong input by its field", async (method, path, input, message) => {
  const answer = await control(method, path, input);

  expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining(message) } });
});

test("somebody unknown cannot be changed", async () => {
  expect((await control("PATCH", `/people/${stranger}`, { line: "blocked" })).status).toBe(404);
});
