import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from "node:crypto";
import { ConfigurationError } from "@todoke/core";
import { randomBytes } from "../surroundings.ts";
import { SecretsError } from "./secrets-error.ts";

const cipher = "aes-256-gcm";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
/** The form's version, the id of the key, and nonce, ciphertext and tag in one. */
const form = /^v1\.([0-9a-f]{16})\.([A-Za-z0-9_-]{38,})$/;

/** Where a secret is stored. Sealed for one place it opens at no other, so that nobody can move it to a row of theirs. */
export interface SecretPlace {
  readonly projectId: string;
  /** What is stored there: a word for the table's column. Never changes. */
  readonly kind: string;
  /** The row's own. */
  readonly id: string;
}

interface NamedKey {
  /** Told from the key, and says nothing of it. */
  readonly id: string;
  readonly key: KeyObject;
}

/** Secrets as the database holds them: AES-256-GCM, a nonce for each, under keys that only the operator has. */
export class Secrets {
  readonly #keys: readonly NamedKey[];

  /** Keys of 32 bytes: the first seals, and all of them open. Throws `ConfigurationError` for one of another length. */
  constructor(keys: readonly KeyObject[]) {
    if (keys.some((key) => key.symmetricKeySize !== keyBytes)) throw new ConfigurationError("secretKeys", `each must be ${keyBytes} bytes`);
    this.#keys = keys.map((key) => ({ id: idOf(key), key }));
  }

  /** The secret in the form that is stored. Throws `SecretsError` where no key is set. */
  seal(place: SecretPlace, secret: string): string {
    const { id, key } = this.#first();
    const nonce = Buffer.from(randomBytes(nonceBytes));
    const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(bytesOf(place));
    const sealed = Buffer.concat([nonce, sealing.update(secret, "utf8"), sealing.final(), sealing.getAuthTag()]);
    return `v1.${id}.${sealed.toString("base64url")}`;
  }

  /** Throws `SecretsError` where no key opens what is stored, or it was sealed for another place. */
  open(place: SecretPlace, sealed: string): string {
    const [, id, text = ""] = form.exec(sealed) ?? [];
    const key = this.#keys.find((each) => each.id === id)?.key;
    if (key === undefined) throw unreadable(id);
    const bytes = Buffer.from(text, "base64url");
    const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
      .setAAD(bytesOf(place))
      .setAuthTag(bytes.subarray(-tagBytes));
    try {
      return Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]).toString("utf8");
    } catch {
      throw new SecretsError("secret-unreadable", "A stored secret was damaged, or was sealed for another row; set it anew.");
    }
  }

  /** How all begin that are under the key that seals now. With no key it is how nothing begins. */
  get currentBeginning(): string {
    return `v1.${this.#keys[0]?.id ?? "none"}.`;
  }

  #first(): NamedKey {
    const [first] = this.#keys;
    if (first !== undefined) return first;
    throw new SecretsError("no-secrets-key", "No key for secrets is set: set TODOKE_SECRETS_KEY; `openssl rand -base64 32` makes one.");
  }
}

function unreadable(keyId: string | undefined): SecretsError {
  const which = keyId === undefined ? "is in a form that this version does not know" : `is under the key ${keyId}, which TODOKE_SECRETS_KEY does not hold`;
  return new SecretsError("secret-unreadable", `A stored secret ${which}: bring that key back, or set the secret anew.`);
}

function idOf(key: KeyObject): string {
  return createHmac("sha256", key).update("todoke: id of this key").digest("hex").slice(0, 16);
}

function bytesOf({ projectId, kind, id }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([projectId, kind, id]));
}
