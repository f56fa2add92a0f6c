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
import { checkBoolean, checkCount, checkCountry, checkDelays, checkSenderForm, sidOf } from "./setting-checks.ts";

/** Who a message comes from: a number or name of the account, or a Messaging Service that chooses one. */
export type Sender = { readonly from: string } | { readonly messagingServiceSid: string };

/** Settings of one Twilio account. Credentials are an auth token or an API key. */
export interface TwilioSmsConfig {
  /** `AC` and 32 hexadecimal digits. */
  readonly accountSid: string;
  readonly authToken?: string;
  /** Takes the auth token's place in calls. Twilio signs webhooks with the auth token all the same. */
  readonly apiKey?: { readonly sid: string; readonly secret: string };
  /** Tokens that may have signed a webhook; several while one is being replaced. The auth token where absent. */
  readonly webhookAuthTokens?: readonly string[];
  /** The default sender: an E.164 number, a short code, or an alphanumeric sender id. */
  readonly from?: string;
  /** `MG` and 32 hexadecimal digits. Together with `from`: that sender out of the service's pool. */
  readonly messagingServiceSid?: string;
  /** Senders by country of the recipient (ISO 3166-1 alpha-2, `JP`), before the default one. */
  readonly senderByCountry?: Readonly<Record<string, Sender>>;
  /** A text that takes more segments is refused before any call. Absent: whatever fits into Twilio's 1,600 characters. */
  readonly maxSegments?: number;
  /**
   * Countries (ISO 3166-1 alpha-2) to which pictures, videos and sound go as MMS, from the senders that are set for them:
   * Twilio carries MMS in the United States, Canada and Australia. Elsewhere, and without this, they go as links.
   */
  readonly mmsCountries?: readonly string[];
  /** Takes the place of `https://api.twilio.com`. */
  readonly apiBaseUrl?: string;
  /** A Twilio edge location: `tokyo`. */
  readonly edge?: string;
  /** A Twilio region: `us1`, `ie1`, `au1`. Needs `edge`: hosts named by region alone were shut down in April 2026. */
  readonly region?: string;
  /**
   * Lets Twilio put plain characters for typographic ones. Off where absent: it alters Japanese and Chinese punctuation
   * and saves nothing there, and a text that Twilio altered is not found again after a lost answer.
   */
  readonly smartEncoded?: boolean;
  /**
   * Words that stop and resume messages when they are all that a person wrote, beside `STOP`, `START` and their like:
   * `{ stop: ["配信停止"] }`. Twilio knows them only where its Advanced Opt-Out was set up to.
   */
  readonly keywords?: KeywordSettings;
  /** When to ask Twilio what became of a message, in milliseconds, ascending. */
  readonly reconcile?: {
    /** From the call, after a lost answer. */
    readonly lostAnswerDelaysMs?: readonly number[];
    /** From acceptance, when no callback came. */
    readonly silenceDelaysMs?: readonly number[];
  };
}

/**
 * Checks settings of unknown origin. Throws `ConfigurationError` that names the first bad one and repeats no value.
 */
export function parseConfig(settings: Readonly<Record<string, unknown>>): TwilioSmsConfig {
  assertSettings<TwilioSmsConfig>(settings, checks, "a Twilio account");
  const config: Partial<TwilioSmsConfig> = settings;
  const { accountSid } = config;
  if (accountSid === undefined) throw new ConfigurationError("accountSid", "is missing");
  checkTogether(config);
  return { ...config, accountSid };
}

const checks: Readonly<Record<keyof TwilioSmsConfig, SettingCheck>> = {
  accountSid: sidOf("AC"),
  authToken: checkText,
  apiKey: objectOf({ sid: sidOf("SK"), secret: checkText }),
  webhookAuthTokens: listOf(checkText),
  from: checkSender,
  messagingServiceSid: sidOf("MG"),
  senderByCountry: byCountry(checkSenderForm),
  maxSegments: checkCount,
  mmsCountries: listOf(checkCountry),
  apiBaseUrl: checkBaseUrl,
  edge: checkText,
  region: checkText,
  smartEncoded: checkBoolean,
  keywords: objectOf({}, { stop: listOf(checkText), start: listOf(checkText) }),
  reconcile: objectOf({}, { lostAnswerDelaysMs: checkDelays, silenceDelaysMs: checkDelays }),
};

function checkTogether(config: Partial<TwilioSmsConfig>): void {
  if (config.authToken === undefined && config.apiKey === undefined) {
    throw new ConfigurationError("authToken", "give this or apiKey");
  }
  if (config.from === undefined && config.messagingServiceSid === undefined && config.senderByCountry === undefined) {
    throw new ConfigurationError("from", "give this, messagingServiceSid or senderByCountry");
  }
  if (config.region !== undefined && config.edge === undefined) {
    throw new ConfigurationError("region", "needs edge: Twilio no longer answers at hosts named by region alone");
  }
  if (config.apiBaseUrl !== undefined && config.edge !== undefined) {
    throw new ConfigurationError("apiBaseUrl", "cannot stand together with edge");
  }
}
