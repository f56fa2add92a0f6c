import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { channelAccessToken } from "@line/bot-sdk";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { LineOptions } from "../../options.ts";
import type { Simulator } from "../../simulator.ts";
import { startSimulator } from "../../start-simulator.ts";
import { lineClient } from "../../testing/official-clients.ts";

const channelId = "2000000001";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const dayMs = 24 * 3_600_000;
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const { n = "", e = "" } = publicKey.export({ format: "jwk" });
let simulator: Simulator;

beforeEach(() => start());
afterEach(() => simulator.close());

async function start(line: LineOptions = {}): Promise<void> {
  simulator = await startSimulator({ line: { channelId, assertionKeys: [{ kid: "key-1", kty: "RSA", n, e }], ...line } });
}

const tokens = () => new channelAccessToken.ChannelAccessTokenClient({ baseURL: simulator.url });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

function assertionWith(change: object = {}, header: object = {}, key: KeyObject = privateKey): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const payload = { iss: channelId, sub: channelId, aud: "https://api.line.me/", exp: seconds + 600, token_exp: 86_400, ...change };
  const signed = `${part({ alg: "RS256", typ: "JWT", kid: "key-1", ...header })}.${part(payload)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

const issue = (assertion = assertionWith()) => tokens().issueChannelTokenByJWT("client_credentials", assertionType, assertion);

/** Whether calls can be made with this token. */
async function isGood(token: string): Promise<boolean> {
  return lineClient(simulator, token).getBotInfo().then(() => true, () => false);
}

test("a token issued for an assertion is good for as long as that says, and has a key id", async () => {
  const { access_token: token, expires_in, key_id } = await issue();
  const early = await isGood(token);
  const { kids } = await tokens().getsAllValidChannelAccessTokenKeyIds(assertionType, assertionWith());
  simulator.advanceClock(dayMs);

  expect({ expires_in, early }).toEqual({ expires_in: 86_400, early: true });
  expect(kids).toEqual([key_id]);
  expect(await isGood(token)).toBe(false);
});

test.each([
  ["Invalid iss", { iss: "1" }],
  ["Invalid sub", { sub: "1" }],
  ["Invalid aud", { aud: "https://example.com/" }],
  ["Invalid exp", { exp: 1 }],
  ["Invalid exp", { exp: Math.floor(Date.now() / 1_000) + 3_600 }],
  ["Invalid token_exp", { token_exp: 31 * 86_400 }],
])("an assertion is refused: %s", async (error_description, change) => {
  const refusal = { status: 400, body: JSON.stringify({ error: "invalid_client", error_description }) };

  await expect(issue(assertionWith(change))).rejects.toMatchObject(refusal);
});

test("an assertion signed by somebody else, or with a key nobody registered, is refused", async () => {
  const { privateKey: foreign } = generateKeyPairSync("rsa", { modulusLength: 2_048 });

  await expect(issue(assertionWith({}, {}, foreign))).rejects.toMatchObject({ status: 400 });
  await expect(issue(assertionWith({}, { kid: "key-2" }))).rejects.toMatchObject({
    status: 404,
    body: '{"message":"Cannot find channel key that satisfies the conditions"}',
  });
  await expect(issue("no.assertion")).rejects.toMatchObject({ status: 400 });
});

test("without registered keys nobody looks at signatures", async () => {
  await simulator.close();
  simulator = await startSimulator({ line: { channelId } });

  expect(await issue(assertionWith({}, { kid: "key-2" }))).toMatchObject({ token_type: "Bearer" });
});

test("the thirty-first token is refused until one is revoked", async () => {
  const issued = [];
  for (let number = 1; number <= 30; number++) issued.push(await issue());
  const over = issue();
  await expect(over).rejects.toMatchObject({
    body: '{"message":"The maximum number of access tokens has already been issued"}',
  });
  await tokens().revokeChannelTokenByJWT(channelId, "line-secret", issued[0]?.access_token ?? "");

  expect(await issue()).toHaveProperty("access_token");
  expect(await isGood(issued[0]?.access_token ?? "")).toBe(false);
});

test("a stateless token is good for a quarter of an hour and cannot be revoked", async () => {
  const { access_token: token, expires_in } = await tokens().issueStatelessChannelTokenByClientSecret(channelId, "line-secret");
  await tokens().revokeChannelToken(token);
  const early = await isGood(token);
  simulator.advanceClock(15 * 60_000);

  expect({ expires_in, early, late: await isGood(token) }).toEqual({ expires_in: 900, early: true, late: false });
});

test("a stateless token is issued for an assertion as well, and not for a wrong secret", async () => {
  expect(await tokens().issueStatelessChannelTokenByJWTAssertion(assertionWith())).toMatchObject({ expires_in: 900 });
  await expect(tokens().issueStatelessChannelTokenByClientSecret(channelId, "wrong")).rejects.toMatchObject({
    status: 400,
    body: expect.stringContaining("Invalid 'client_credentials'."),
  });
});

test("of more than thirty short-lived tokens the oldest is revoked", async () => {
  const issued: string[] = [];
  for (let number = 1; number <= 31; number++) {
    issued.push((await tokens().issueChannelToken("client_credentials", channelId, "line-secret")).access_token);
  }

  expect([await isGood(issued[0] ?? ""), await isGood(issued[1] ?? ""), await isGood(issued[30] ?? "")]).toEqual([false, true, true]);
});

test.each([
  ["invalid client_id", "7", "line-secret"],
  ["invalid client_secret", channelId, "wrong"],
])("no short-lived token is issued for an %s", async (error_description, id, secret) => {
  await expect(tokens().issueChannelToken("client_credentials", id, secret)).rejects.toMatchObject({
    status: 400,
    body: JSON.stringify({ error: "invalid_client", error_description }),
  });
});

test("a token can be verified until it is revoked, and the long-lived one as well", async () => {
  const { access_token: token } = await issue();
  const good = await tokens().verifyChannelTokenByJWT(token);
  await tokens().revokeChannelToken(token);
  await tokens().revokeChannelToken("line-token");

  expect(good).toMatchObject({ client_id: channelId, expires_in: expect.any(Number) });
  await expect(tokens().verifyChannelToken(token)).rejects.toMatchObject({ status: 400 });
  expect(await isGood("line-token")).toBe(false);
});
