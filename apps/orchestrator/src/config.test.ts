import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { ConfigurationError } from "@todoke/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfiguration } from "./config.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "todoke-config-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function writeFile(content: unknown, name = "todoke.config.json"): void {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
}

/** The setting that the complaint about this environment names. */
function complaint(environment: Record<string, string>): ConfigurationError {
  try {
    readConfiguration(environment, folder);
  } catch (error) {
    if (ConfigurationError.is(error)) return error;
    throw error;
  }
  throw new Error("it was read without complaint");
}

const line = { LINE_CHANNEL_ACCESS_TOKEN: "line-token", LINE_CHANNEL_SECRET: "line-secret" };
const twilio = { TWILIO_ACCOUNT_SID: `AC${"0".repeat(32)}`, TWILIO_AUTH_TOKEN: "twilio-token", TWILIO_FROM: "+815000000000" };

describe("the configuration", () => {
  it("is complete without any setting: an embedded database, on loopback, without accounts", () => {
    expect(readConfiguration({}, folder)).toMatchObject({
      host: "127.0.0.1",
      port: 3000,
      database: { kind: "embedded", folder: join(folder, ".todoke") },
      accounts: [],
      warnings: [expect.stringContaining("No account"), expect.stringContaining("PUBLIC_BASE_URL")],
    });
  });

  it("takes the first account of each provider from the environment, LINE before Twilio", () => {
    const { accounts } = readConfiguration({ ...twilio, ...line, LINE_NOTIFICATION: "true" }, folder);
    expect(accounts).toMatchObject([
      { id: "line", provider: "line", settings: { channelAccessToken: "line-token", channelSecret: "line-secret", notification: true } },
      { id: "twilio", provider: "twilio", settings: { authToken: "twilio-token", from: "+815000000000" } },
    ]);
  });

  it("adds the accounts of its file, with secrets from the environment", () => {
    writeFile({ accounts: [{ id: "shop", provider: "line", settings: { channelAccessToken: "${SHOP_TOKEN}" } }] });
    const { accounts } = readConfiguration({ ...twilio, SHOP_TOKEN: "from-the-environment" }, folder);
    expect(accounts.map(({ id }) => id)).toEqual(["twilio", "shop"]);
    expect(accounts[1]?.settings).toEqual({ channelAccessToken: "from-the-environment" });
  });

  it("hands frequency caps, budgets and a window for marketing on", () => {
    const frequencyCaps = [{ name: "daily", purposes: ["marketing"], limit: 1, per: "P1D", calendar: true, timeZone: "Asia/Tokyo" }];
    const budgets = [{ name: "sms-daily", per: "day", channels: ["sms"], amount: 200, currency: "USD" }, { name: "outage", per: "message", only: "failover", share: 0.1 }];
    const marketingWindow = { from: "09:00", to: "20:00", timeZone: "recipient", fallbackTimeZone: "Asia/Tokyo" };
    writeFile({ frequencyCaps, budgets, marketingWindow });
    expect(readConfiguration({}, folder)).toMatchObject({ frequencyCaps, budgets, marketingWindow });
  });

  it("hands the limit of requests on, and refuses one that is none", () => {
    writeFile({ requestLimit: { requests: 600, perMs: 60_000 } });
    expect(readConfiguration({}, folder).requestLimit).toEqual({ requests: 600, perMs: 60_000 });
    writeFile({ requestLimit: { requests: 0, perMs: 60_000 } });
    expect(() => readConfiguration({}, folder)).toThrow("/requestLimit/requests");
  });

  it("leaves work to other processes where TODOKE_WORK says so, whatever the shared file says", () => {
    writeFile({ engine: { concurrentCalls: 8, takesUpWork: true } });
    expect(readConfiguration({ TODOKE_WORK: "off" }, folder).engine).toEqual({ concurrentCalls: 8, takesUpWork: false });
    expect(readConfiguration({}, folder).engine).toEqual({ concurrentCalls: 8, takesUpWork: true });
  });

  it("reads another file where TODOKE_CONFIG names one", () => {
    writeFile({ engine: { concurrentCalls: 8 } }, "other.json");
    expect(readConfiguration({ TODOKE_CONFIG: "other.json" }, folder).engine).toEqual({ concurrentCalls: 8 });
  });

  it("uses PostgreSQL where DATABASE_URL is set", () => {
    const url = "postgresql://todoke@127.0.0.1/todoke";
    expect(readConfiguration({ DATABASE_URL: url }, folder).database).toEqual({ kind: "postgresql", url });
    const named = readConfiguration({ DATABASE_URL: url, DATABASE_SCHEMA: "messages" }, folder);
    expect(named.database).toEqual({ kind: "postgresql", url, schema: "messages" });
  });

  it("keeps PUBLIC_BASE_URL without its trailing slash", () => {
    expect(readConfiguration({ PUBLIC_BASE_URL: "https://example.com/todoke/" }, folder).publicBaseUrl).toBe("https://example.com/todoke");
  });

  it("warns of a LINE account without a secret, because it takes in no webhooks", () => {
    const { warnings } = readConfiguration({ LINE_CHANNEL_ACCESS_TOKEN: "line-token" }, folder);
    expect(warnings).toContainEqual(expect.stringContaining("LINE_CHANNEL_SECRET"));
  });

  it("warns of a host that other machines reach, because callers are not asked who they are", () => {
    expect(readConfiguration({ HOST: "0.0.0.0" }, folder).warnings).toContainEqual(expect.stringContaining("HOST"));
    expect(readConfiguration({ HOST: "::1" }, folder).warnings).not.toContainEqual(expect.stringContaining("HOST"));
  });

  it.each([
    ["a LINE secret without a token", { LINE_CHANNEL_SECRET: "s" }, "LINE_CHANNEL_ACCESS_TOKEN"],
    ["a Twilio account without a token", { TWILIO_ACCOUNT_SID: "AC", TWILIO_FROM: "+1" }, "TWILIO_AUTH_TOKEN"],
    ["a Twilio account without a sender", { TWILIO_ACCOUNT_SID: "AC", TWILIO_AUTH_TOKEN: "t" }, "TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID"],
    ["a flag that is neither true nor false", { ...line, LINE_NOTIFICATION: "yes" }, "LINE_NOTIFICATION"],
    ["a port that is no number", { PORT: "http" }, "PORT"],
    ["a port beyond the last one", { PORT: "65536" }, "PORT"],
    ["a database of another kind", { DATABASE_URL: "mysql://localhost" }, "DATABASE_URL"],
    ["a public address with a query", { PUBLIC_BASE_URL: "https://example.com/?a=b" }, "PUBLIC_BASE_URL"],
    ["a log level that there is not", { LOG_LEVEL: "loud" }, "LOG_LEVEL"],
    ["work that is neither on nor off", { TODOKE_WORK: "no" }, "TODOKE_WORK"],
  ])("names the variable of %s", (_name, environment, setting) => {
    expect(complaint(environment).setting).toBe(setting);
  });

  it.each([
    ["an unknown setting", { colour: "red" }, "/colour"],
    ["an account without settings", { accounts: [{ id: "a", provider: "line" }] }, "/accounts/0/settings"],
    ["an id that cannot stand in an address", { accounts: [{ id: "A b", provider: "line", settings: {} }] }, "/accounts/0/id"],
    ["a variable that is not set", { accounts: [{ id: "a", provider: "line", settings: { token: "${NO_TOKEN}" } }] }, "/accounts/0/settings/token"],
    ["a default plan of another shape", { defaultPlan: { steps: [{ channel: "line", switchAfter: "soon" }] } }, "/defaultPlan/steps/0/switchAfter"],
    ["a frequency cap without a limit", { frequencyCaps: [{ name: "daily", per: "P1D" }] }, "/frequencyCaps/0/limit"],
    ["a retention in days", { retention: { deliveries: "P30D" } }, "/retention/deliveries"],
    ["a budget that lasts a year", { budgets: [{ name: "yearly", per: "year", sends: 1 }] }, "/budgets/0/per"],
    ["a window for marketing without an end", { marketingWindow: { from: "09:00", timeZone: "Asia/Tokyo" } }, "/marketingWindow/to"],
    ["calls fewer than one", { engine: { concurrentCalls: 0 } }, "/engine/concurrentCalls"],
  ])("names the place in its file of %s", (_name, content, place) => {
    writeFile(content);
    expect(complaint({}).setting).toBe(join(folder, "todoke.config.json") + place);
  });

  it("refuses a file that is not JSON without quoting it", () => {
    writeFile('{ "channelAccessToken": "very-secret" ');
    const { message } = complaint({});
    expect(message).toContain("not JSON");
    expect(message).not.toContain("very-secret");
  });

  it("refuses a file that was named and is not there", () => {
    expect(complaint({ TODOKE_CONFIG: "missing.json" }).setting).toBe(join(folder, "missing.json"));
  });

  it("refuses two accounts of one id", () => {
    writeFile({ accounts: [{ id: "line", provider: "line", settings: {} }] });
    expect(complaint(line).message).toContain('"line"');
  });

  it("takes keys for stored secrets, of which the first seals, and shows none of them", () => {
    const [one, other] = [randomBytes(32).toString("base64"), randomBytes(32).toString("base64")];
    const configuration = readConfiguration({ TODOKE_SECRETS_KEY: `${one}, ${other}` }, folder);
    expect(configuration.secretKeys?.map((key) => key.export().toString("base64"))).toEqual([one, other]);
    expect(inspect(configuration, { depth: null, showHidden: true }) + JSON.stringify(configuration)).not.toContain(one);
    expect(readConfiguration({}, folder).secretKeys).toEqual([]);
    for (const wrong of ["short", randomBytes(31).toString("base64"), `${one},`, `${one};${other}`, randomBytes(32).toString("hex")]) {
      const { setting, message } = complaint({ TODOKE_SECRETS_KEY: wrong });
      expect(setting).toBe("TODOKE_SECRETS_KEY");
      expect(message).toContain("openssl rand -base64 32");
      expect(message).not.toContain(wrong);
    }
  });

  it("takes a key of the operator's own that nobody can guess, and none that a database ends", () => {
    const apiKey = "k".repeat(32);
    expect(readConfiguration({ TODOKE_API_KEY: apiKey }, folder).apiKey).toBe(apiKey);
    expect(complaint({ TODOKE_API_KEY: "k".repeat(31) }).setting).toBe("TODOKE_API_KEY");
    expect(complaint({ TODOKE_API_KEY: "correct horse battery staple, all of it" }).setting).toBe("TODOKE_API_KEY");
    const { apiKey: none, warnings } = readConfiguration({ TODOKE_API_KEY: `tdk_${"0".repeat(80)}` }, folder);
    expect(none).toBeUndefined();
    expect(warnings).toContainEqual(expect.stringContaining("TODOKE_API_KEY"));
  });
});
