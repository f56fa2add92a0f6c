import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { SignatureError, type InboundRequest } from "@todoke/core";
import { parseObject, type UnknownObject } from "./json-object.ts";

/**
 * developer.vonage.com, "Signed webhooks": the header `Authorization` has a token, signed with HMAC-SHA-256, whose claim
 * `payload_hash` is the SHA-256 of the body in hex. The hash is optional there; here a body without one is not believed,
 * or a token that once was seen would vouch for any other body.
 *
 * The age of a token (`iat`) is not looked at: Vonage posts a report again for 24 hours and does not say whether it signs
 * anew, and a repeated report changes nothing. A token that says when it ends is not taken after that.
 */
export function verifySignature(request: InboundRequest, secrets: readonly string[]): void {
  const token = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(request.headers["authorization"] ?? "");
  if (token === null) throw new SignatureError("The header Authorization holds no signed token.");
  const [, header = "", claims = "", signature = ""] = token;
  const isSigned = decode(header)?.["alg"] === "HS256" && isSignedBy(secrets, `${header}.${claims}`, signature);
  if (!isSigned) throw new SignatureError("The signature does not fit: check signatureSecrets.");
  const { payload_hash: payloadHash, exp } = decode(claims) ?? {};
  if (payloadHash !== createHash("sha256").update(request.body).digest("hex")) {
    throw new SignatureError("The signature is for another body.");
  }
  if (exp !== undefined && !(typeof exp === "number" && exp * 1_000 > Date.now())) {
    throw new SignatureError("The signature has expired.");
  }
}

/** Every secret is tried, whichever fits, so that the time tells nothing. */
function isSignedBy(secrets: readonly string[], signed: string, signature: string): boolean {
  const given = Buffer.from(signature, "base64url");
  const fits = secrets.map((secret) => {
    const expected = createHmac("sha256", secret).update(signed).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return fits.includes(true);
}

function decode(part: string): UnknownObject | undefined {
  return parseObject(Buffer.from(part, "base64url").toString("utf8"));
}
