import { hash } from "node:crypto";
import { formatApiKeyId, parseApiKeyId } from "../ids.ts";
import { randomBytes } from "../surroundings.ts";

const form = /^tdk_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;

/** A new secret of 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** The key as its holder gets it, once: `tdk_`, the id's digits and the secret. Scanners know it by its beginning. */
export function keyText(id: string, secret: string): string {
  return `tdk_${formatApiKeyId(id).slice("key_".length)}_${secret}`;
}

/** Undefined for a text that cannot be a key of ours. */
export function readKeyText(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, digits, secret] = form.exec(text) ?? [];
  const id = digits === undefined ? undefined : parseApiKeyId(`key_${digits}`);
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** SHA-256 of a secret: all that is stored of it. */
export function hashOfSecret(secret: string): Buffer {
  return hash("sha256", secret, "buffer");
}
