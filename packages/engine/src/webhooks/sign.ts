import { createHmac } from "node:crypto";
import { randomBytes } from "../surroundings.ts";

const prefix = "whsec_";

/** A new secret in the form of Standard Webhooks: 32 random bytes as base64. */
export function newWebhookSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/** What a signature is made over. */
export interface SignedPost {
  /** Without a `.`; the same at every try. */
  readonly id: string;
  /** Seconds since 1970, of this try. */
  readonly timestamp: number;
  /** The very text that is sent. */
  readonly body: string;
}

/**
 * The headers of Standard Webhooks 1.0.0 (https://github.com/standard-webhooks/standard-webhooks), with a signature by each
 * of the secrets: while one is replaced, receivers may know either.
 */
export function signedHeaders(secrets: readonly string[], { id, timestamp, body }: SignedPost): Readonly<Record<string, string>> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
