import { afterEach, beforeEach, expect, test } from "vitest";
import type { HandsetState, Person } from "../people.ts";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { twilioClient } from "../testing/official-clients.ts";

const from = "+15005550006";
const messagingServiceSid = `MG${"1".repeat(32)}`;
const dayMs = 24 * 3_600_000;
const phoneOf: Partial<Record<HandsetState, string>> = {
  on: "+819000000001",
  off: "+819000000002",
  "unknown-number": "+819000000003",
  filtered: "+819000000004",
  silent: "+819000000005",
};
const people: Person[] = Object.entries(phoneOf).map(([handset, phone]) => ({
  phone,
  handset: handset as HandsetState,
}));
const to = "+819099999999";
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({ people });
});
afterEach(() => simulator.close());

test.each([
  ["on", "delivered", null],
  ["off", "undelivered", 30003],
  ["unknown-number", "undelivered", 30005],
  ["filtered", "undelivered", 30007],
  ["silent", "sent", null],
] as const)("a message to a handset that is %s ends as %s", async (handset, status, errorCode) => {
  const client = twilioClient(simulator);
  const { sid } = await client.messages.create({ to: phoneOf[handset] ?? "", from, body: "Hi" });
  simulator.advanceClock(dayMs);

  expect(await client.messages(sid).fetch()).toMatchObject({ status, errorCode, dateSent: expect.any(Date) });
});

test("a message that nobody sent is not found", async () => {
  const call = twilioClient(simulator).messages(`SM${"0".repeat(32)}`).fetch();

  await expect(call).rejects.toMatchObject({ status: 404, code: 20404 });
});

test("messages are listed newest first, by recipient and by sender, over as many pages as it takes", async () => {
  const client = twilioClient(simulator);
  for (const body of ["1", "2", "3"]) await client.messages.create({ to, from, body });
  await client.messages.create({ to, messagingServiceSid, body: "4" });
  await client.messages.create({ to: "+819088888888", from, body: "5" });

  const found = await client.messages.list({ to, from, pageSize: 2 });
  expect(found.map((message) => message.body)).toEqual(["3", "2", "1"]);
});

test("messages are listed by when they were sent", async () => {
  const client = twilioClient(simulator);
  await client.messages.create({ to, from, body: "today" });
  const today = new Date();
  simulator.advanceClock(2 * dayMs);
  await client.messages.create({ to, from, body: "later" });
  const bodies = async (filter: Parameters<typeof client.messages.list>[0]) =>
    (await client.messages.list({ to, ...filter })).map((message) => message.body);

  const between = new Date(today.getTime() + dayMs);
  expect(await bodies({ dateSentAfter: between })).toEqual(["later"]);
  expect(await bodies({ dateSentBefore: between })).toEqual(["today"]);
  expect(await bodies({ dateSent: today })).toEqual(["today"]);
});

test("a scheduled message can be cancelled and is then never sent", async () => {
  const client = twilioClient(simulator);
  const sendAt = new Date(Date.now() + 3_600_000);
  const schedule = { messagingServiceSid, scheduleType: "fixed" as const, sendAt };
  const message = await client.messages.create({ to, body: "Hi", ...schedule });
  const canceled = await client.messages(message.sid).update({ status: "canceled" });
  simulator.advanceClock(dayMs);

  expect([message.status, canceled.status]).toEqual(["scheduled", "canceled"]);
  expect((await client.messages(message.sid).fetch()).status).toBe("canceled");
});

test("a message that was sent cannot be cancelled, but its body can be emptied", async () => {
  const client = twilioClient(simulator);
  const { sid } = await client.messages.create({ to, from, body: "Hi" });
  simulator.advanceClock(dayMs);

  await expect(client.messages(sid).update({ status: "canceled" })).rejects.toMatchObject({ code: 30409 });
  expect((await client.messages(sid).update({ body: "" })).body).toBe("");
});
