import { afterEach, beforeEach, expect, test } from "vitest";
import { hashPhone } from "../people.ts";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { blocker, crowd, friend, lineCast } from "../testing/cast.ts";
import { dateOfFirstEntry } from "../testing/japan-date.ts";
import { getFromLine, hello, postToLine, pushPath, templatePath } from "../testing/line-request.ts";

const consented = "+819012345678";
const pending = "+819012345679";
const dayMs = 24 * 3_600_000;
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startSimulator({
    people: [
      ...lineCast,
      ...crowd(9),
      { phone: consented, notification: "consented" },
      { phone: pending, notification: "consent-pending" },
    ],
  });
});
afterEach(() => simulator.close());

const count = async (method: string, date: string) =>
  (await getFromLine(simulator, `/v2/bot/message/delivery/${method}?date=${date}`)).body;

test("people reached are counted by day and method, and told when the day is over", async () => {
  await postToLine(simulator, pushPath, { to: friend, messages: [hello] });
  await postToLine(simulator, pushPath, { to: blocker, messages: [hello] });
  await postToLine(simulator, "/v2/bot/message/broadcast", { messages: [hello] });
  const date = dateOfFirstEntry(simulator);
  const today = await count("push", date);
  simulator.advanceClock(dayMs);

  expect(today).toEqual({ status: "unready" });
  expect(await count("push", date)).toEqual({ status: "ready", success: 1 });
  expect(await count("broadcast", date)).toEqual({ status: "ready", success: 10 });
  expect(await count("multicast", date)).toEqual({ status: "ready", success: 0 });
  expect((await getFromLine(simulator, `/v2/bot/insight/message/delivery?date=${date}`)).body).toMatchObject({
    status: "ready",
    apiPush: 1,
    apiBroadcast: 10,
    apiMulticast: 0,
  });
});

test("of notification messages only those that are delivered count", async () => {
  for (const phone of [consented, pending]) {
    await postToLine(simulator, templatePath, { to: hashPhone(phone), templateKey: "shipment_completed_ja" });
  }
  const date = dateOfFirstEntry(simulator);
  simulator.advanceClock(dayMs);

  expect(await count("pnp/templated", date)).toEqual({ status: "ready", success: 1 });
  expect(await count("pnp", date)).toEqual({ status: "ready", success: 0 });
});

test("dates before LINE counted are out of service, and what is no date is refused", async () => {
  expect(await count("reply", "20180330")).toEqual({ status: "out_of_service" });
  expect(await count("reply", "20261341")).toEqual({ message: "The value for the 'date' parameter is invalid" });
  expect(await count("pnp", "today")).toEqual({ message: "The value for the 'date' parameter is invalid" });
  expect(await count("pigeon", "20260101")).toEqual({ message: "Not found" });
});

test("a user who is pushed to too often is answered 429, and the others are not", async () => {
  await simulator.close();
  simulator = await startSimulator({ people: [...lineCast, ...crowd(1)], line: { userLimit: { requests: 1, perMs: 60_000 } } });
  const push = async (to: string) => (await postToLine(simulator, pushPath, { to, messages: [hello] })).status;
  const statuses = [await push(friend), await push(friend), await push(blocker)];
  simulator.advanceClock(60_000);

  expect([...statuses, await push(friend)]).toEqual([200, 429, 200, 200]);
});
