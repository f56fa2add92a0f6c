import { startSimulator, type Simulator } from "@todoke/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { twilioSmsProvider } from "./definition.ts";

const apiKey = { sid: `SK${"0".repeat(32)}`, secret: "key-secret" };

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});

afterAll(() => simulator.close());

async function probe(credentials: object) {
  const settings = { accountSid: `AC${"0".repeat(32)}`, from: "+815000000000", apiBaseUrl: simulator.url, ...credentials };
  const account = twilioSmsProvider.createAccount(settings);
  try {
    return await account.services!.probe!({ timeoutMs: 5_000 });
  } finally {
    await account.close();
  }
}

it("says whose the credentials are", async () => {
  expect(await probe({ authToken: "twilio-token" })).toEqual({ name: "Simulated account", address: "+815000000000" });
});

it.each([["an auth token", { authToken: "another-token" }], ["an API key", { apiKey }]])("says that %s is wrong, and does not repeat it", async (_what, credentials) => {
  const error: unknown = await probe(credentials).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ class: "sender", providerCode: "20003" });
  expect(String(error)).not.toMatch(/another-token|key-secret/);
});

it("asks no more than an API key may", async () => {
  simulator.addFault({ endpoint: "sms-list", fault: { kind: "status", status: 200, body: { messages: [], page: 0, page_size: 1, uri: "" } } });
  expect(await probe({ apiKey })).toMatchObject({ address: "+815000000000" });
});
