import { describe, expect, it } from "vitest";
import { closeAccounts, openAccounts } from "./accounts.ts";
import { readConfiguration } from "./config.ts";
import { providers } from "./providers.ts";

const noFolder = "/nonexistent";

describe("accounts", () => {
  it("carry the channels of their providers, notifications only under contract", async () => {
    const { accounts } = readConfiguration(
      { LINE_CHANNEL_ACCESS_TOKEN: "t", TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: "t", TWILIO_FROM: "+815000000000" },
      noFolder,
    );
    const shop = { id: "shop", provider: "line", settings: { channelAccessToken: "t", notification: true } };
    const open = openAccounts([...accounts, shop], providers);
    expect(open.map(({ id, adapters }) => [id, adapters.map(({ channel }) => channel)])).toEqual([
      ["line", ["line"]],
      ["twilio", ["sms"]],
      ["shop", ["line", "line-notification"]],
    ]);
    await closeAccounts(open);
  });

  it("name the variable whose value a provider refuses", () => {
    const { accounts } = readConfiguration({ TWILIO_ACCOUNT_SID: "nonsense", TWILIO_AUTH_TOKEN: "t", TWILIO_FROM: "+815000000000" }, noFolder);
    expect(() => openAccounts(accounts, providers)).toThrow(/^TWILIO_ACCOUNT_SID: /);
  });

  it("name the account and setting of the file that a provider refuses", () => {
    const shop = { id: "shop", provider: "line", settings: {} };
    expect(() => openAccounts([shop], providers)).toThrow("account shop, channelAccessToken: is missing");
  });

  it("name the known providers where a file asks for another", () => {
    const other = { id: "other", provider: "pigeon", settings: {} };
    expect(() => openAccounts([other], providers)).toThrow('account other: there is no provider "pigeon": known are line, http, twilio, vonage');
  });
});
