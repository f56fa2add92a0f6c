import { createHash, createHmac } from "node:crypto";
import type { InboundRequest } from "@todoke/core";
import { signatureSecret } from "./keys.ts";

export interface Signing {
  readonly url?: string;
  readonly secret?: string;
  readonly header?: object;
  /** Stand over the usual claims. */
  readonly claims?: object;
}

/**
 * A webhook signed as "Signed webhooks" describes: a token in `Authorization`, HMAC-SHA-256, with the body's hash. Put
 * together here by that page and not by the package's own code.
 */
export function signedRequest(content: object | string, signing: Signing = {}): InboundRequest {
  const { url = "https://hooks.example.com/v1/inbound/vonage", secret = signatureSecret } = signing;
  const body = typeof content === "string" ? content : JSON.stringify(content);
  const claims = {
    iat: 1_780_000_000,
    jti: "c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5",
    iss: "Vonage",
    payload_hash: createHash("sha256").update(body).digest("hex"),
    api_key: "a1b2c3d",
    application_id: "aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab",
    ...signing.claims,
  };
  const signed = [signing.header ?? { alg: "HS256", typ: "JWT" }, claims].map(base64).join(".");
  const signature = createHmac("sha256", secret).update(signed).digest("base64url");
  return {
    method: "POST",
    url,
    headers: { "content-type": "application/json", authorization: `Bearer ${signed}.${signature}` },
    body: Buffer.from(body),
  };
}

function base64(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
