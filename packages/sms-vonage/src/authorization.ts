import { createPrivateKey, randomUUID, sign } from "node:crypto";
import type { Credentials } from "./config.ts";

/** The value of the header `Authorization` for a call that is made now. */
export type Authorize = () => string;

/** How long a token is valid; Vonage's own packages ask for as much. */
const lifetimeSeconds = 15 * 60;

/** "Authentication": Basic with an API key, or a token that the application's private key signs, made anew before it ends. */
export function createAuthorize(credentials: Credentials): Authorize {
  if ("apiKey" in credentials) {
    const { apiKey, apiSecret } = credentials;
    const header = `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`;
    return () => header;
  }
  const { applicationId } = credentials;
  const key = createPrivateKey(credentials.privateKey);
  let token = { header: "", renewAtMs: 0 };
  return () => {
    const nowMs = Date.now();
    if (nowMs >= token.renewAtMs) {
      const issuedAt = Math.floor(nowMs / 1_000);
      const claims = { application_id: applicationId, iat: issuedAt, exp: issuedAt + lifetimeSeconds, jti: randomUUID() };
      const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
      const signature = sign("sha256", Buffer.from(signed), key).toString("base64url");
      // Half its life, so that a clock that is a few minutes off does no harm.
      token = { header: `Bearer ${signed}.${signature}`, renewAtMs: nowMs + (lifetimeSeconds * 1_000) / 2 };
    }
    return token.header;
  };
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
