import { generateKeyPairSync } from "node:crypto";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSimulator } from "@todoke/simulator";
import { createLine, lineProvider, type ChannelCredentials } from "../index.ts";

const friend = `U${"a".repeat(32)}`;
const channelId = "1234567890";
const bySecret = { channelId, channelSecret: "line-secret" };
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { n = "", e = "" } = publicKey.export({ format: "jwk" });
const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
const byKey = { channelId, keyId: "key-1", privateKey: pem };

async function start(channelAccessToken: ChannelCredentials) {
  const simulator = await startSimulator({
    people: [{ lineUserId: friend }],
    line: { channelId, channelSecret: "line-secret", assertionKeys: [{ kid: "key-1", kty: "RSA", n, e }] },
  });
  const line = createLine({ channelAccessToken, apiBaseUrl: simulator.url });
  onTestFinished(async () => {
    await line.close();
    await simulator.close();
  });
  return { simulator, line, send: () => line.send({ to: friend, content: "Hello" }) };
}

describe.each<[string, ChannelCredentials]>([
  ["the channel's secret", bySecret],
  ["a key as PEM", byKey],
  ["a key as JSON Web Key", { ...byKey, privateKey: privateKey.export({ format: "jwk" }) }],
  ["a key, for tokens of version 2.1", { ...byKey, tokenLifetimeMs: 3_600_000 }],
])("with %s", (_name, credentials) => {
  test("calls go out under a token, and under another when LINE refuses it", async () => {
    const { simulator, send } = await start(credentials);
    await Promise.all([send(), send(), send()]);
    simulator.addFault({ endpoint: "push", fault: { kind: "status", status: 401 } });
    await send();
    expect(simulator.ledger()).toHaveLength(4);
  });
});

test("calls that find their token ended renew it once, and each is sent once", async () => {
  const { simulator, send } = await start(bySecret);
  await send();
  simulator.advanceClock(16 * 60_000);
  // Would the second token be asked for twice, the second answer would be this one.
  simulator.addFault({ endpoint: "token-issue-stateless", after: 1, fault: { kind: "status", status: 500 } });
  await Promise.all([send(), send(), send()]);
  expect(simulator.ledger()).toHaveLength(4);
});

test("a 401 to a fresh token is a clear failure, after one more try", async () => {
  const { simulator, send } = await start(bySecret);
  simulator.addFault({ endpoint: "push", times: 2, fault: { kind: "status", status: 401 } });
  await expect(send()).rejects.toMatchObject({ class: "sender", providerCode: "http-401" });
  await expect(send()).resolves.toMatchObject({ duplicate: false });
});

test("wrong credentials name no secret, and nothing is sent", async () => {
  const { simulator, send } = await start({ channelId, channelSecret: "hunter2" });
  const error: unknown = await send().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ class: "sender", providerCode: "token-http-400", retryKey: expect.any(String) });
  expect(String(error) + JSON.stringify(error)).not.toContain("hunter2");
  expect(simulator.ledger()).toEqual([]);
});

test("a channel that has its 30 tokens is told what to do", async () => {
  const { simulator, send } = await start({ ...byKey, tokenLifetimeMs: 3_600_000 });
  const body = JSON.stringify({ message: "The maximum number of access tokens has already been issued" });
  simulator.addFault({ endpoint: "token-issue", fault: { kind: "status", status: 400, body } });
  await expect(send()).rejects.toMatchObject({ class: "sender", providerCode: "token-limit" });
});

test.each([
  ["a server that fails", { kind: "status", status: 500 }, "unavailable"],
  ["a throttled channel", { kind: "status", status: 429 }, "throttled"],
  ["a lost answer", { kind: "reset", accepted: true }, "unavailable"],
  ["an unreadable answer", { kind: "garbage", accepted: true }, "unavailable"],
] as const)("%s leaves the message unsent", async (_name, fault, errorClass) => {
  const { simulator, send } = await start(bySecret);
  simulator.addFault({ endpoint: "token-issue-stateless", fault });
  await expect(send()).rejects.toMatchObject({ class: errorClass });
  expect(simulator.ledger()).toEqual([]);
  await expect(send()).resolves.toMatchObject({ duplicate: false });
});

test.each([
  [{}, "channelAccessToken.channelSecret"],
  [{ channelSecret: "line-secret" }, "channelAccessToken.channelId"],
  [{ ...bySecret, channelSecrets: [] }, "channelAccessToken.channelSecrets"],
  [{ ...byKey, privateKey: "hunter2" }, "channelAccessToken.privateKey"],
  [{ channelId, keyId: "key-1" }, "channelAccessToken.privateKey"],
  [{ ...byKey, tokenLifetimeMs: 31 * 24 * 3_600_000 }, "channelAccessToken.tokenLifetimeMs"],
])("settings %# name what is wrong, and repeat nothing of it", (channelAccessToken, setting) => {
  const create = () => lineProvider.createAccount({ channelAccessToken: { channelId, ...channelAccessToken } });
  const createBare = () => lineProvider.createAccount({ channelAccessToken });
  const wrong = setting.endsWith("channelId") ? createBare : create;
  expect(wrong).toThrow(expect.objectContaining({ setting }));
  expect(wrong).not.toThrow(/hunter2/);
});
