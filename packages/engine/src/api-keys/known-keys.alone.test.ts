import { afterEach, beforeEach, expect, it } from "vitest";
import type { LiveKey } from "../store/api-keys/find-live-keys.ts";
import { surroundWith } from "../surroundings.ts";
import { hashOfSecret, keyText } from "./key-text.ts";
import { KnownKeys } from "./known-keys.ts";

const id = "01930000-0000-7000-8000-000000000001";
const secret = "s".repeat(43);
const key = keyText(id, secret);
const live: LiveKey = { id, projectId: "default", scopes: ["messages:read", "of-a-later-version"], secretHashes: [hashOfSecret(secret)], isUseToBeNoted: false };

/** A database that says what it is told to, and time that goes on when it is told to. */
let says: LiveKey | undefined | Error;
let asked: number;
let nowMs: number;
let keys: KnownKeys;

beforeEach(() => {
  [says, asked, nowMs] = [live, 0, 0];
  surroundWith({ timeOfDayMs: () => nowMs, monotonicMs: () => nowMs, startTimer: () => expect.fail("nothing waits"), randomBytes: (count) => Buffer.alloc(count) });
  keys = new KnownKeys({
    find: async () => {
      asked += 1;
      if (says instanceof Error) throw says;
      return says;
    },
    noteUse: () => Promise.reject(new Error("nobody used it")),
    onFailure: (error) => expect.fail(String(error)),
  });
});

afterEach(() => surroundWith(undefined));

it("asks the database once for a key that is in use", async () => {
  for (nowMs = 0; nowMs < 2_000; nowMs += 10) expect(await keys.holderOf(key)).toMatchObject({ projectId: "default" });
  expect(asked).toBe(1);
});

it("goes on while it asks again, and asks for many requests once", async () => {
  await keys.holderOf(key);
  nowMs = 2_500;
  const holders = await Promise.all(Array.from({ length: 100 }, () => keys.holderOf(key)));
  expect(holders.every((holder) => holder?.scopes.has("messages:read") === true && holder.scopes.size === 1)).toBe(true);
  expect(asked).toBe(2);
});

it("refuses a key that was revoked, at the latest four seconds after it was last asked for", async () => {
  await keys.holderOf(key);
  says = undefined;
  nowMs = 1_999;
  expect(await keys.holderOf(key)).toBeDefined();
  nowMs = 4_000;
  expect(await keys.holderOf(key)).toBeUndefined();
});

it("lets nobody in on what it knew when the database does not answer any more, and everybody when it does again", async () => {
  await keys.holderOf(key);
  says = new Error("the database is away");
  nowMs = 3_000;
  expect(await keys.holderOf(key)).toBeDefined();
  nowMs = 4_000;
  await expect(keys.holderOf(key)).rejects.toThrow("away");
  says = live;
  expect(await keys.holderOf(key)).toBeDefined();
});
