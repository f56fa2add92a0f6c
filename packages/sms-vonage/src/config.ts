import { createPrivateKey } from "node:crypto";
import { ConfigurationError } from "@todoke/core";
import {
  assertSettings,
  byCountry,
  checkBaseUrl,
  checkSender,
  checkText,
  listOf,
  objectOf,
  type KeywordSettings,
  type SettingCheck,
} from "@todoke/sms-core";

/**
 * Settings of one Vonage account. Credentials are an application with its private key, or an API key with its secret; only
 * an application can have webhooks (developer.vonage.com, "Authentication": with the API key there are none).
 */
export interface VonageSmsConfig {
  /** Of a Vonage application with the capability Messages: a UUID. */
  readonly applicationId?: string;
  /** The application's RSA key in PEM. `\n` in place of line breaks, as environment variables have them, is understood. */
  readonly privateKey?: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
  /** Secrets that may have signed a webhook; several while one is being replaced. Without any, no webhook is believed. */
  readonly signatureSecrets?: readonly string[];
  /** The default sender: an E.164 number, a short code, or an alphanumeric sender id. */
  readonly from?: string;
  /** Senders by country of the recipient (ISO 3166-1 alpha-2, `JP`), before the default one. */
  readonly senderByCountry?: Readonly<Record<string, string>>;
  /** Words that stop and resume messages when they are all that a person wrote, beside `STOP`, `START` and their like. */
  readonly keywords?: KeywordSettings;
  /** Takes the place of `https://api.nexmo.com`. */
  readonly apiBaseUrl?: string;
}

/** What signs a call. */
export type Credentials =
  | { readonly applicationId: string; readonly privateKey: string }
  | { readonly apiKey: string; readonly apiSecret: string };

/**
 * Checks settings of unknown origin. Throws `ConfigurationError` that names the first bad one and repeats no value.
 */
export function parseConfig(settings: Readonly<Record<string, unknown>>): VonageSmsConfig {
  assertSettings<VonageSmsConfig>(settings, checks, "a Vonage account");
  const config: VonageSmsConfig = settings;
  credentialsOf(config);
  if (config.from === undefined && config.senderByCountry === undefined) {
    throw new ConfigurationError("from", "give this or senderByCountry");
  }
  if (config.signatureSecrets !== undefined && config.applicationId === undefined) {
    throw new ConfigurationError("signatureSecrets", "need applicationId: with an API key Vonage has no webhooks");
  }
  return config;
}

/** Throws `ConfigurationError` unless there is exactly one kind of credentials, and all of it. */
export function credentialsOf({ applicationId, privateKey, apiKey, apiSecret }: VonageSmsConfig): Credentials {
  if (applicationId !== undefined || privateKey !== undefined) {
    if (applicationId === undefined) throw new ConfigurationError("applicationId", "is missing");
    if (privateKey === undefined) throw new ConfigurationError("privateKey", "is missing");
    if (apiKey !== undefined || apiSecret !== undefined) {
      throw new ConfigurationError("apiKey", "cannot stand together with applicationId");
    }
    return { applicationId, privateKey: withLineBreaks(privateKey) };
  }
  if (apiKey === undefined) throw new ConfigurationError("applicationId", "give this and privateKey, or apiKey and apiSecret");
  if (apiSecret === undefined) throw new ConfigurationError("apiSecret", "is missing");
  return { apiKey, apiSecret };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const checkPrivateKey: SettingCheck = (value) => {
  try {
    if (createPrivateKey(withLineBreaks(String(value))).asymmetricKeyType === "rsa") return undefined;
  } catch {
    // Node's words about a key stay here.
  }
  return "must be an RSA private key in PEM";
};

const checks: Readonly<Record<keyof VonageSmsConfig, SettingCheck>> = {
  applicationId: (value) => (typeof value === "string" && uuid.test(value) ? undefined : "must be a UUID"),
  privateKey: checkPrivateKey,
  apiKey: checkText,
  apiSecret: checkText,
  signatureSecrets: listOf(checkText),
  from: checkSender,
  senderByCountry: byCountry(checkSender),
  keywords: objectOf({}, { stop: listOf(checkText), start: listOf(checkText) }),
  apiBaseUrl: checkBaseUrl,
};

function withLineBreaks(pem: string): string {
  return pem.replaceAll("\\n", "\n");
}
