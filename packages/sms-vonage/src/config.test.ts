import { generateKeyPairSync } from "node:crypto";
import { ConfigurationError } from "@todoke/core";
import { describe, expect, it } from "vitest";
import { credentialsOf, parseConfig } from "./config.ts";
import { vonageSmsProvider } from "./definition.ts";
import { applicationId, privateKey } from "./testing/keys.ts";

const application = { applicationId, privateKey };
const settings = { ...application, from: "TODOKE" };
const apiKey = { apiKey: "a1b2c3d", apiSecret: "secret" };

describe("parseConfig", () => {
  it.each([
    settings,
    { ...apiKey, from: "+447700900001" },
    { ...application, senderByCountry: { JP: "12345", GB: "TODOKE" } },
    { ...settings, signatureSecrets: ["new", "old"] },
    { ...settings, apiBaseUrl: "http://127.0.0.1:4010/vonage" },
    { ...settings, privateKey: privateKey.replaceAll("\n", "\\n") },
  ])("takes settings %#", (given) => {
    expect(parseConfig(given)).toEqual(given);
  });

  it.each<[Record<string, unknown>, string]>([
    [{ applicationId: undefined }, "applicationId"],
    [{ applicationId: "my application" }, "applicationId"],
    [{ privateKey: undefined }, "privateKey"],
    [{ privateKey: "./private.key" }, "privateKey"],
    [{ privateKey: ellipticKey() }, "privateKey"],
    [{ ...apiKey }, "apiKey"],
    [{ applicationId: undefined, privateKey: undefined }, "applicationId"],
    [{ applicationId: undefined, privateKey: undefined, apiKey: "a1b2c3d" }, "apiSecret"],
    [{ applicationId: undefined, privateKey: undefined, ...apiKey, signatureSecrets: ["s"] }, "signatureSecrets"],
    [{ signatureSecrets: [] }, "signatureSecrets"],
    [{ from: undefined }, "from"],
    [{ from: "A name too long" }, "from"],
    [{ from: "09012345678901" }, "from"],
    [{ senderByCountry: { Japan: "TODOKE" } }, "senderByCountry"],
    [{ senderByCountry: { JP: { from: "TODOKE" } } }, "senderByCountry"],
    [{ apiBaseUrl: "localhost" }, "apiBaseUrl"],
    [{ applicationID: applicationId }, "applicationID"],
  ])("names the bad setting in %j", (change, setting) => {
    expect(() => parseConfig({ ...settings, ...change })).toThrow(expect.objectContaining({ setting }));
  });

  it("does not repeat a value that may be a secret", () => {
    const parse = () => parseConfig({ ...settings, privateKey: "my-secret-by-mistake" });
    expect(parse).toThrow(ConfigurationError);
    expect(parse).not.toThrow(/my-secret/);
  });
});

it("understands a key whose line breaks an environment variable has escaped", () => {
  const escaped = privateKey.replaceAll("\n", "\\n");
  expect(credentialsOf({ applicationId, privateKey: escaped })).toEqual({ applicationId, privateKey });
});

describe("vonageSmsProvider", () => {
  it("makes an account with the channel sms", async () => {
    const account = vonageSmsProvider.createAccount(settings);
    expect(account.adapters.map(({ provider, channel }) => ({ provider, channel }))).toEqual([
      { provider: "vonage", channel: "sms" },
    ]);
    await account.close();
  });

  it("names the bad setting", () => {
    expect(() => vonageSmsProvider.createAccount({})).toThrow(ConfigurationError);
  });
});

function ellipticKey(): string {
  const { privateKey: key } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return String(key.export({ type: "pkcs8", format: "pem" }));
}
