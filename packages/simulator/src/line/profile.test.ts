import { afterAll, beforeAll, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { startSimulator } from "../start-simulator.ts";
import { acquaintance, blocker, friend, leaver, lineCast, phoneOnly, stranger, writer } from "../testing/cast.ts";
import { lineClient } from "../testing/official-clients.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ people: lineCast });
});
afterAll(() => simulator.close());

test.each([
  ["a friend", friend],
  ["somebody who wrote recently", writer],
])("%s has a profile", async (_who, userId) => {
  expect(await lineClient(simulator).getProfile(userId)).toMatchObject({ userId, displayName: expect.any(String) });
});

test.each([
  ["somebody who blocked the account", blocker],
  ["a deleted account", leaver],
  ["somebody who is no friend", acquaintance],
  ["a person who is not on LINE", phoneOnly],
  ["nobody", stranger],
])("the profile of %s is not found", async (_who, userId) => {
  const call = lineClient(simulator).getProfile(userId);

  await expect(call).rejects.toMatchObject({ status: 404, body: '{"message":"Not found"}' });
});

test("a malformed user id is answered 400", async () => {
  await expect(lineClient(simulator).getProfile("someone")).rejects.toMatchObject({ status: 400 });
});
