import { verify } from "node:crypto";
import type { FakeSettings } from "./settings.ts";

/** How a call was signed; undefined when it was not, or not well. */
export type CallAuthority = "api-key" | "application";

export function authorityOf(authorization: string | undefined, settings: FakeSettings): CallAuthority | undefined {
  const [scheme, credentials = ""] = (authorization ?? "").split(" ");
  if (scheme === "Basic") {
    const expected = Buffer.from(`${settings.apiKey}:${settings.apiSecret}`).toString("base64");
    return credentials === expected ? "api-key" : undefined;
  }
  return scheme === "Bearer" && isToken(credentials, settings) ? "application" : undefined;
}

/**
 * Whether a token is the application's. When it ends is not looked at: whoever calls has the clock of the wall, and the
 * simulator's may have been turned.
 */
function isToken(token: string, { applicationId, publicKey }: FakeSettings): boolean {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const says = readPart(claims);
  const complete = ["iat", "exp"].every((name) => typeof says[name] === "number") && typeof says["jti"] === "string";
  if (readPart(header)["alg"] !== "RS256" || !complete || says["application_id"] !== applicationId) return false;
  if (publicKey === undefined) return true;
  return verify("sha256", Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, "base64url"));
}

function readPart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
