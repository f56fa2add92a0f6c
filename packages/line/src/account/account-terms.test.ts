import { describe, expect, test } from "vitest";
import { createLine, lineProvider } from "../index.ts";
import { parseAudience } from "../audience-sends/audience-capability.ts";
import { whyNot, type AccountTerms, type LineAbility, type LineTier } from "./account-terms.ts";

const terms = (country?: string, tier?: LineTier): AccountTerms => ({ country, tier });

test.each<[LineAbility, AccountTerms, boolean]>([
  ["audiences", terms("JP"), true],
  ["audiences", terms("TH", "unverified"), true],
  ["audiences", terms("US"), false],
  ["audiences", terms(), true],
  ["attributes", terms("TW"), true],
  ["attributes", terms("KR"), false],
  ["attributes", terms(), true],
  ["followers", terms("JP", "unverified"), false],
  ["followers", terms("JP", "verified"), true],
  ["followers", terms("US", "premium"), true],
  ["followers", terms("JP"), true],
  ["notification", terms("US"), false],
  ["notification", terms("TH", "unverified"), false],
  ["notification", terms("TH", "verified"), true],
  ["notification", terms("JP", "unverified"), true],
  ["notification", terms(), true],
])("%s for %j: %s", (ability, account, isOpen) => {
  expect(whyNot(ability, account) === undefined).toBe(isOpen);
});

const channelAccessToken = "line-token";
/** Nothing listens there: a call would fail in another way. */
const apiBaseUrl = "http://127.0.0.1:9";

describe("what an account cannot do is refused without a call", () => {
  test("listing friends", async () => {
    const line = createLine({ channelAccessToken, apiBaseUrl, tier: "unverified" });
    const first = line.followers()[Symbol.asyncIterator]().next();
    const refused = { class: "sender", providerCode: "not-for-this-account" };
    await expect(first).rejects.toMatchObject(refused);
    await expect(line.directory.friends(undefined, { timeoutMs: 1_000 })).rejects.toMatchObject(refused);
    await line.close();
  });

  test("making audiences", async () => {
    const line = createLine({ channelAccessToken, apiBaseUrl, dataApiBaseUrl: apiBaseUrl, country: "US" });
    const refused = { class: "sender", providerCode: "not-for-this-account" };
    await expect(line.audiences.create({ description: "a" })).rejects.toMatchObject(refused);
    await expect(line.audiences.createFromFile({ description: "a", ids: [] })).rejects.toMatchObject(refused);
    await expect(line.audiences.createFromClicks({ description: "a", requestId: "r" })).rejects.toMatchObject(refused);
    await expect(line.audiences.createFromImpressions({ description: "a", requestId: "r" })).rejects.toMatchObject(refused);
    await line.close();
  });

  test("choosing people by attributes", () => {
    const filter = { demographic: { type: "gender", oneOf: ["female"] } };
    const narrowcast = { type: "line-narrowcast", filter };
    expect(parseAudience(narrowcast, terms("US"))).toMatchObject({ ok: false, problems: [{ pointer: "/filter", code: "not-for-this-account" }] });
    expect(parseAudience({ type: "line-narrowcast" }, terms("US"))).toMatchObject({ ok: true });
    for (const open of [terms("JP"), terms()]) expect(parseAudience(narrowcast, open)).toMatchObject({ ok: true });
  });
});

test.each([
  [{ country: "Japan" }, "country"],
  [{ country: 81 }, "country"],
  [{ tier: "gold" }, "tier"],
  [{ country: "US", notification: true }, "notification"],
  [{ country: "TH", tier: "unverified", notification: true }, "notification"],
  [{ country: "JP", notification: { country: "TH" } }, "notification.country"],
  [{ notification: { numbersFrom: ["KR"] } }, "notification.numbersFrom.0"],
])("%j names what is wrong", (settings, setting) => {
  expect(() => lineProvider.createAccount({ channelAccessToken, ...settings })).toThrow(expect.objectContaining({ setting }));
});

test("numbers from elsewhere than the contract says are refused", async () => {
  const notification = { numbersFrom: ["JP"] } as const;
  const line = createLine({ channelAccessToken, notification });
  const { address } = line.notificationAdapter;
  expect(address.parse("+819012345678")).toMatchObject({ ok: true });
  expect(address.parse("+66812345678")).toMatchObject({ ok: false, reason: expect.stringContaining("JP") });
  await line.close();
});

test("a host can ask, and browse the templates", async () => {
  const account = lineProvider.createAccount({
    channelAccessToken,
    country: "JP",
    tier: "unverified",
    notification: { flexibleDesigns: [{ name: "parcel", approved: false }] },
  });
  expect(account.services?.whyNot?.("followers")).toContain("verified");
  expect(account.services?.whyNot?.("audiences")).toBeUndefined();
  expect(account.services?.notificationTemplates?.()).toMatchObject({
    country: "JP",
    complete: false,
    templates: expect.arrayContaining([{ key: "shipment_completed_ja", use: "goods were shipped" }]),
    designs: [{ name: "parcel", approved: false }],
  });
  await account.close();
  const without = lineProvider.createAccount({ channelAccessToken });
  expect(without.services).not.toHaveProperty("notificationTemplates");
  await without.close();
});
