import { sign, type KeyObject } from "node:crypto";

export interface AssertionTerms {
  readonly channelId: string;
  readonly keyId: string;
  readonly key: KeyObject;
  /** Of the token that is asked for. */
  readonly tokenLifetimeMs: number;
}

/** LINE takes assertions that expire within 30 minutes; ours are used at once. */
const lifetimeSeconds = 10 * 60;

/** Proves to LINE who asks for a token ("Issue channel access token v2.1", developers.line.biz): a JWT, RS256. */
export function createAssertion({ channelId, keyId, key, tokenLifetimeMs }: AssertionTerms, now: Date): string {
  const header = { alg: "RS256", typ: "JWT", kid: keyId };
  const payload = {
    iss: channelId,
    sub: channelId,
    aud: "https://api.line.me/",
    exp: Math.floor(now.getTime() / 1000) + lifetimeSeconds,
    token_exp: Math.floor(tokenLifetimeMs / 1000),
  };
  const signed = `${encode(header)}.${encode(payload)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
