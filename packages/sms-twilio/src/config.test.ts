import { ConfigurationError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./config.ts";
import { twilioSmsProvider } from "./definition.ts";

const settings = { accountSid: `AC${"0".repeat(32)}`, authToken: "token", from: "+15005550006" };
const messagingServiceSid = `MG${"1".repeat(32)}`;
const apiKey = { sid: `SK${"2".repeat(32)}`, secret: "secret" };

describe("parseConfig", () => {
  it.each([
    settings,
    { ...settings, from: "12345" },
    { ...settings, from: "TODOKE" },
    { ...settings, from: undefined, messagingServiceSid },
    { ...settings, authToken: undefined, apiKey },
    { ...settings, apiKey, webhookAuthTokens: ["new", "old"] },
    { ...settings, from: undefined, senderByCountry: { JP: { from: "+81312345678" }, TH: { messagingServiceSid } } },
    { ...settings, edge: "dublin", region: "ie1" },
    { ...settings, apiBaseUrl: "http://127.0.0.1:4010", smartEncoded: false },
    { ...settings, reconcile: { silenceDelaysMs: [] } },
    { ...settings, keywords: { stop: ["配信停止"] }, mmsCountries: ["US"], maxSegments: 3 },
  ])("takes settings %#", (given) => {
    expect(parseConfig(given)).toMatchObject(JSON.parse(JSON.stringify(given)));
  });

  it.each<[Record<string, unknown>, string]>([
    [{ accountSid: undefined }, "accountSid"],
    [{ accountSid: "SK123" }, "accountSid"],
    [{ authToken: undefined }, "authToken"],
    [{ authToken: "" }, "authToken"],
    [{ authToken: 7 }, "authToken"],
    [{ apiKey: { sid: apiKey.sid } }, "apiKey"],
    [{ apiKey: { ...apiKey, extra: 1 } }, "apiKey"],
    [{ apiKey: "SK" }, "apiKey"],
    [{ webhookAuthTokens: [] }, "webhookAuthTokens"],
    [{ webhookAuthTokens: [""] }, "webhookAuthTokens"],
    [{ from: undefined }, "from"],
    [{ from: "09012345678901" }, "from"],
    [{ from: "A name too long" }, "from"],
    [{ messagingServiceSid: "MG1" }, "messagingServiceSid"],
    [{ senderByCountry: { Japan: { from: "+15005550006" } } }, "senderByCountry"],
    [{ senderByCountry: { JP: { from: "+15005550006", messagingServiceSid } } }, "senderByCountry"],
    [{ senderByCountry: { JP: "+15005550006" } }, "senderByCountry"],
    [{ apiBaseUrl: "localhost" }, "apiBaseUrl"],
    [{ apiBaseUrl: "ftp://example.com" }, "apiBaseUrl"],
    [{ apiBaseUrl: "https://example.com/?a=1" }, "apiBaseUrl"],
    [{ apiBaseUrl: "https://example.com", edge: "tokyo" }, "apiBaseUrl"],
    [{ region: "jp1" }, "region"],
    [{ smartEncoded: "true" }, "smartEncoded"],
    [{ reconcile: { silenceDelaysMs: [2, 1] } }, "reconcile"],
    [{ reconcile: { silenceDelaysMs: ["1"] } }, "reconcile"],
    [{ keywords: { stop: [] } }, "keywords"],
    [{ keywords: { halt: ["x"] } }, "keywords"],
    [{ mmsCountries: ["usa"] }, "mmsCountries"],
    [{ maxSegments: 0 }, "maxSegments"],
    [{ fromm: "+15005550006" }, "fromm"],
  ])("names the bad setting in %j", (change, setting) => {
    expect(() => parseConfig({ ...settings, ...change })).toThrow(expect.objectContaining({ setting }));
  });

  it("does not repeat a value that may be a secret", () => {
    const parse = () => parseConfig({ ...settings, accountSid: "my-secret-by-mistake" });
    expect(parse).toThrow(ConfigurationError);
    expect(parse).not.toThrow(/my-secret/);
  });
});

describe("twilioSmsProvider", () => {
  it("makes an account with the channel sms", async () => {
    const account = twilioSmsProvider.createAccount(settings);
    expect(account.adapters.map(({ provider, channel }) => ({ provider, channel }))).toEqual([
      { provider: "twilio", channel: "sms" },
    ]);
    await account.close();
  });

  it("names the bad setting", () => {
    expect(() => twilioSmsProvider.createAccount({})).toThrow(ConfigurationError);
  });
});
