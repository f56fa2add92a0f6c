import { startSimulator } from "@todoke/simulator";
import { expect, it } from "vitest";
import { probeAll } from "./account-probes.ts";
import { closeAccounts, openAccounts } from "./accounts.ts";
import { providers } from "./providers.ts";

it("every account that can be asked is tried, and the log says what came of it, without secrets", async () => {
  const simulator = await startSimulator();
  const line = (id: string, channelAccessToken: string) => ({ id, provider: "line", settings: { channelAccessToken, apiBaseUrl: simulator.url } });
  const twilio = { accountSid: `AC${"0".repeat(32)}`, authToken: "twilio-token", from: "+815000000000", apiBaseUrl: simulator.url };
  const settings = [line("right", "line-token"), line("wrong", "another-token"), { id: "sms", provider: "twilio", settings: twilio }];
  const accounts = openAccounts(settings, providers);
  const lines: object[] = [];
  const keep = (level: string) => (fields: object) => void lines.push({ level, ...fields });

  const said = new Map<string, object>();
  const book = { noteProbe: async (id: string, result: object) => void said.set(id, result) };
  await probeAll(accounts, book, { info: keep("info"), warn: keep("warn"), error: keep("error") }, new AbortController().signal);

  expect(said).toEqual(new Map([["right", { works: true, name: "Simulated account", address: "@000simul" }], ["wrong", { works: false, errorClass: "sender", providerCode: "http-401" }], ["sms", { works: true, name: "Simulated account", address: "+815000000000" }]]));
  expect(lines).toHaveLength(3);
  expect(lines).toContainEqual({ level: "info", account: "right" });
  expect(lines).toContainEqual(expect.objectContaining({ level: "warn", account: "wrong", errorClass: "sender", providerCode: "http-401" }));
  expect(JSON.stringify(lines) + lines.map(({ error }: { error?: unknown }) => String(error)).join("")).not.toContain("another-token");
  await closeAccounts(accounts);
  await simulator.close();
});
