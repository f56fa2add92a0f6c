import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeAccounts, findRealAccounts } from "./accounts.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "todoke-accounts-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("without a credential there are no real accounts; an empty variable and a sender's number are none", () => {
  expect(findRealAccounts({ LINE_CHANNEL_SECRET: "", TWILIO_FROM: "+15005550006" }, folder)).toBeUndefined();
});

test.each(["LINE_CHANNEL_ACCESS_TOKEN", "LINE_CHANNEL_SECRET", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"])(
  "%s alone is enough to simulate nothing",
  (name) => {
    expect(findRealAccounts({ [name]: "value" }, folder)).toBeDefined();
  },
);

test("a configuration file is enough, wherever it is", () => {
  writeFileSync(join(folder, "todoke.config.json"), "{}");

  expect(findRealAccounts({}, folder)).toMatchObject({ configurationFile: join(folder, "todoke.config.json") });
  expect(findRealAccounts({ TODOKE_CONFIG: "other.json" }, folder)).toMatchObject({ configurationFile: join(folder, "other.json") });
});

test("what is missing is named by its variable, and no value is repeated", () => {
  const environment = { LINE_CHANNEL_ACCESS_TOKEN: "s3cret", LINE_CHANNEL_SECRET: "s3cret", TWILIO_AUTH_TOKEN: "s3cret" };

  expect(describeAccounts(findRealAccounts(environment, folder)!)).toEqual([
    "LINE: configured",
    "Twilio (SMS): missing TWILIO_ACCOUNT_SID, TWILIO_FROM or TWILIO_MESSAGING_SERVICE_SID",
  ]);
});
