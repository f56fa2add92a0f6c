import { createHash, createHmac, randomUUID } from "node:crypto";
import type { CallbackResult, CallbackStep, OutgoingCallback } from "@todoke/simulator";
import type { Account } from "./account.ts";

/** Not documented. */
const answerTimeoutMs = 15_000;

/**
 * api.support.vonage.com, "How long does Vonage retry inbound messages": a webhook that is answered 429 or 5xx comes again
 * after 5 seconds, then twice as long each time up to a quarter of an hour, for a day. What befalls one that nobody
 * answers is not documented; here it is lost.
 */
const firstDelayMs = 5_000;
const longestDelayMs = 15 * 60_000;
const givenUpAfterMs = 24 * 60 * 60_000;

/** A webhook ("Signed webhooks"), and what follows it. */
export function signedPost(account: Account, url: string, content: object): OutgoingCallback {
  const body = JSON.stringify(content);
  const { host } = account;
  const firstAt = host.now();
  const post = (delayMs: number): OutgoingCallback => ({
    url,
    headers: { "content-type": "application/json", authorization: `Bearer ${signBody(account, body)}` },
    body,
    timeoutMs: answerTimeoutMs,
    connectAttempts: 1,
    followUp: (result) => (isRefused(result) ? again(delayMs) : []),
  });
  const again = (delayMs: number): readonly CallbackStep[] => {
    const dueAt = host.now() + delayMs;
    if (dueAt - firstAt > givenUpAfterMs) return [];
    return [{ dueAt, build: () => post(Math.min(2 * delayMs, longestDelayMs)) }];
  };
  return post(firstDelayMs);
}

function isRefused({ status }: CallbackResult): boolean {
  return status !== undefined && (status === 429 || status >= 500);
}

/** A token whose claims name the account and the hash of the body, signed with HMAC-SHA-256. */
function signBody({ host, settings }: Account, body: string): string {
  const header = encode({ alg: "HS256", typ: "JWT" });
  const claims = encode({
    iat: Math.floor(host.now() / 1_000),
    jti: randomUUID(),
    iss: "Vonage",
    payload_hash: createHash("sha256").update(body).digest("hex"),
    api_key: settings.apiKey,
    application_id: settings.applicationId,
  });
  const signature = createHmac("sha256", settings.signatureSecret).update(`${header}.${claims}`).digest("base64url");
  return `${header}.${claims}.${signature}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
