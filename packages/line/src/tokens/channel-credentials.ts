import { createPrivateKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { ConfigurationError, type JsonObject } from "@todoke/core";
import { checkShape, type Shape } from "../content-shape.ts";
import { onlyFields, record, text, whole } from "../shapes.ts";

/** Stateless tokens, good for 15 minutes, are fetched and renewed with these, and with nothing else to keep. */
export interface ChannelSecretCredentials {
  readonly channelId: string;
  readonly channelSecret: string;
}

/** As {@link ChannelSecretCredentials}, by a key whose public half was registered in LINE's console. */
export interface ChannelKeyCredentials {
  readonly channelId: string;
  /** The `kid` that the console gave the key. */
  readonly keyId: string;
  /** RSA, as PEM or as a JSON Web Key. */
  readonly privateKey: string | JsonWebKey;
  /**
   * Asks for tokens of version 2.1 that live so long, up to 30 days, in place of stateless ones. A channel has 30 of
   * them at a time: count processes and restarts.
   */
  readonly tokenLifetimeMs?: number;
}

export type ChannelCredentials = ChannelSecretCredentials | ChannelKeyCredentials;

/** Credentials that were checked. */
export type ResolvedCredentials =
  | { readonly channelId: string; readonly channelSecret: string }
  | {
      readonly channelId: string;
      readonly keyId: string;
      readonly key: KeyObject;
      readonly tokenLifetimeMs: number | undefined;
    };

/** Throws `ConfigurationError` with the name of the first setting that cannot be right. */
export function resolveCredentials(credentials: ChannelCredentials): ResolvedCredentials {
  const byKey = "keyId" in credentials;
  const [wrong] = checkShape(byKey ? keyShape : secretShape, { ...credentials } as JsonObject, "");
  if (wrong) throw new ConfigurationError(`channelAccessToken${wrong.pointer.replaceAll("/", ".")}`, wrong.detail);
  if (!byKey) return credentials;
  const { channelId, keyId, privateKey, tokenLifetimeMs } = credentials;
  return { channelId, keyId, key: readKey(privateKey), tokenLifetimeMs };
}

const longestLifetimeMs = 30 * 24 * 60 * 60 * 1000;

const secretShape: Shape = record(
  { channelId: text(100), channelSecret: text(200) },
  onlyFields("channelId", "channelSecret"),
);
const keyShape: Shape = record(
  { channelId: text(100), keyId: text(200), "tokenLifetimeMs?": whole(60_000, longestLifetimeMs) },
  onlyFields("channelId", "keyId", "privateKey", "tokenLifetimeMs"),
);

function readKey(privateKey: string | JsonWebKey): KeyObject {
  try {
    const key =
      typeof privateKey === "string"
        ? createPrivateKey(privateKey)
        : createPrivateKey({ key: privateKey, format: "jwk" });
    if (key.asymmetricKeyType === "rsa") return key;
  } catch {
    // What could not be read may be most of a key: nothing of it is repeated.
  }
  throw new ConfigurationError(
    "channelAccessToken.privateKey",
    "must be a private RSA key, as PEM or as a JSON Web Key",
  );
}
