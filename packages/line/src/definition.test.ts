import { expect, test } from "vitest";
import { ConfigurationError } from "@todoke/core";
import { createLine, lineProvider } from "./index.ts";

const channelAccessToken = "line-token";

test("an account carries push alone, and notification messages where it has the contract", async () => {
  const plain = lineProvider.createAccount({ channelAccessToken });
  const contracted = lineProvider.createAccount({ channelAccessToken, notification: true });
  expect(plain.adapters.map(({ channel }) => channel)).toEqual(["line"]);
  expect(contracted.adapters.map(({ channel }) => channel)).toEqual(["line", "line-notification"]);
  await Promise.all([plain.close(), contracted.close()]);
});

test("an account with a secret, or several, has a webhook", async () => {
  for (const channelSecret of ["line-secret", ["new-secret", "line-secret"]]) {
    const account = lineProvider.createAccount({ channelAccessToken, channelSecret });
    expect(account.adapters[0]?.webhook).toBeDefined();
    await account.close();
  }
});

test.each([
  [{}, "channelAccessToken"],
  [{ channelAccessToken: "" }, "channelAccessToken"],
  [{ channelAccessToken: "two\nlines" }, "channelAccessToken"],
  [{ channelAccessToken: 7 }, "channelAccessToken"],
  [{ channelAccessToken, channelSecret: "" }, "channelSecret"],
  [{ channelAccessToken, channelSecret: ["line-secret", " "] }, "channelSecret"],
  [{ channelAccessToken, channelSecret: [7] }, "channelSecret"],
  [{ channelAccessToken, apiBaseUrl: "api.line.me" }, "apiBaseUrl"],
  [{ channelAccessToken, apiBaseUrl: "ftp://api.line.me" }, "apiBaseUrl"],
  [{ channelAccessToken, dataApiBaseUrl: "https://api-data.line.me?x=1" }, "dataApiBaseUrl"],
  [{ channelAccessToken, notification: "true" }, "notification"],
  [{ channelAccessToken, chanelSecret: "line-secret" }, "chanelSecret"],
])("%j names the setting that is wrong", (settings, setting) => {
  expect(() => lineProvider.createAccount(settings)).toThrow(
    expect.objectContaining({ name: ConfigurationError.name, setting }),
  );
});

test("the settings of code are checked as well", () => {
  expect(() => createLine({ channelAccessToken, connections: 0 })).toThrow(/^connections: /);
  expect(() => createLine({ channelAccessToken, notification: { maxEmphasizedLength: 1.5 } })).toThrow(
    /^notification\.maxEmphasizedLength: /,
  );
});
