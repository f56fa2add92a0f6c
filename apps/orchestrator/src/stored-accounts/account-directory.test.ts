import { ConfigurationError, type ProviderDefinition } from "@todoke/core";
import type { KeptAccounts, StoredAccount } from "@todoke/engine";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openAccounts } from "../accounts.ts";
import { AccountDirectory } from "./account-directory.ts";

const at = (second: number) => new Date(second * 1_000);
let closed: string[];
let directory: AccountDirectory;

/** Takes any settings with a token, and notes whose connections it closes. */
const pigeon: ProviderDefinition = {
  specificationVersion: 1,
  provider: "pigeon",
  openSettings: ["loft"],
  createAccount({ token }) {
    if (typeof token !== "string") throw new ConfigurationError("token", "is missing");
    return { adapters: [], close: async () => void closed.push(token) };
  },
};

beforeEach(() => {
  vi.useFakeTimers();
  closed = [];
  const configured = openAccounts([{ id: "mine", provider: "pigeon", settings: { token: "configured" } }], [pigeon]);
  directory = new AccountDirectory(configured, [pigeon]);
});

afterEach(() => vi.useRealTimers());

function stored(id: string, more: Partial<StoredAccount> = {}): StoredAccount {
  return { id, provider: "pigeon", name: id, settings: { token: id, loft: "tower" }, usage: {}, createdAt: at(0), changedAt: at(0), ...more };
}

function open(accounts: readonly StoredAccount[], more: Partial<KeptAccounts> = {}) {
  return directory.open({ projectId: "default", revision: 1, accounts, pausedAt: new Map(), ...more });
}

it("has those of the configuration first, then those that are stored, and marks what is paused", () => {
  const all = open([stored("acc_1"), stored("acc_2")], { pausedAt: new Map([["acc_2", at(9)]]) });
  expect(all).toMatchObject([
    { id: "mine", hiddenSettings: ["token"] },
    { id: "acc_1", source: "api", openSettings: { loft: "tower" }, hiddenSettings: ["token"] },
    { id: "acc_2", isPaused: true, pausedAt: at(9) },
  ]);
  expect(directory.of("default")).toBe(all);
  expect(directory.of("other")).toEqual([]);
});

it.each<[string, Partial<StoredAccount>, RegExp]>([
  ["no key opens its settings", { settings: undefined, problem: "bring that key back" }, /bring that key back/],
  ["its provider is not there any more", { provider: "dove" }, /no provider "dove"/],
  ["its provider refuses the settings by now", { settings: {} }, /token: is missing/],
])("keeps working with the others where %s", (_why, more, problem) => {
  const [, broken, other] = open([stored("acc_1", more), stored("acc_2")]);
  expect(broken).toMatchObject({ id: "acc_1", adapters: [], problem: expect.stringMatching(problem) });
  expect(other).not.toHaveProperty("problem");
});

it("leaves open what has not changed, and closes what has once no engine and no request needs it", async () => {
  const first = open([stored("acc_1"), stored("acc_2")]);
  const second = open([stored("acc_1", { changedAt: at(1), settings: { token: "new" } }), stored("acc_2")]);
  expect(second[2]).toBe(first[2]);
  const third = open([stored("acc_2")]);
  directory.release(second);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(closed).toEqual(["new"]);
  directory.release(first);
  await vi.advanceTimersByTimeAsync(29_000);
  expect(closed).toEqual(["new"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(closed).toEqual(["new", "acc_1"]);
  directory.release(third);
  await directory.closeAll();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(closed).toEqual(["new", "acc_1", "configured", "acc_2"]);
});
