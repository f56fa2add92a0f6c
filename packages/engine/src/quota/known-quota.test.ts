import type { Purpose } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { concernAbout, judgeRefusal, keptFrom, remainingOf, type KnownQuota } from "./known-quota.ts";

const now = new Date("2026-11-21T12:00:00Z");
const renewsAt = new Date("2026-11-30T15:00:00Z");

function known(used: number, limit?: number): KnownQuota {
  return { used, renewsAt, checkedAt: now, ...(limit !== undefined && { limit }) };
}

describe("what remains", () => {
  it.each<[KnownQuota | undefined, Date, number | undefined]>([
    [undefined, now, undefined],
    [known(500), now, undefined],
    [known(0, 200), now, 200],
    [known(199, 200), now, 1],
    [known(200, 200), now, 0],
    [known(207, 200), now, 0],
    [known(200, 200), renewsAt, undefined],
    [known(200, 200), new Date(renewsAt.getTime() - 1), 0],
  ])("%#", (quota, at, remaining) => {
    expect(remainingOf(quota, at)).toBe(remaining);
  });
});

describe("whether the account is left alone", () => {
  it.each<[string, KnownQuota | undefined, number | undefined, boolean]>([
    ["nothing is known", undefined, 10, false],
    ["there is no limit", known(1_000_000), 10, false],
    ["one is left", known(199, 200), undefined, false],
    ["none is left", known(200, 200), undefined, true],
    ["more is left than is kept", known(189, 200), 10, false],
    ["just what is kept is left", known(190, 200), 10, true],
    ["nothing is kept, and one is left", known(199, 200), 0, false],
  ])("%s", (_name, quota, keep, avoided) => {
    expect(concernAbout(quota, keep, now) !== undefined).toBe(avoided);
  });

  it("is asked anew once the provider counts anew", () => {
    expect(concernAbout(known(200, 200), 10, renewsAt)).toBeUndefined();
  });
});

it.each<[Purpose, number | undefined]>([
  ["otp", undefined],
  ["alert", undefined],
  ["notice", 10],
  ["marketing", 10],
])("%s leaves %s of what is kept back", (purpose, kept) => {
  expect(keptFrom(purpose, 10)).toBe(kept);
});

it.each<[KnownQuota | undefined, number, string]>([
  [known(100, 200), 100, "reserved"],
  [known(100, 200), 101, "short"],
  [known(199, 200), 1, "reserved"],
  [known(200, 200), 1, "used-up"],
  [known(300, 200), 1, "used-up"],
  [known(100), 1, "unknown"],
  [undefined, 1, "unknown"],
])("a refusal of %#", (quota, units, meaning) => {
  expect(judgeRefusal(quota, units, now)).toBe(meaning);
});
