import { ConfigurationError } from "@todoke/core";
import {
  resolveNotificationSettings,
  type NotificationSettings,
  type NotificationTerms,
} from "./notification/notification-settings.ts";
import { resolveAccountTerms, type AccountTerms, type LineTier } from "./account/account-terms.ts";
import { isChannelAccessToken } from "./tokens/authorize.ts";
import { resolveCredentials, type ChannelCredentials, type ResolvedCredentials } from "./tokens/channel-credentials.ts";

/** What {@link createLine} needs. Nothing is read from the environment. */
export interface LineConfig {
  /**
   * The channel access token; or credentials, with which tokens are fetched and renewed; or a function that supplies it,
   * asked before every call: keep one in hand there, a supplier that asks LINE each time slows every send.
   */
  readonly channelAccessToken: string | ChannelCredentials | (() => string | Promise<string>);
  /**
   * Verifies webhooks; without it there is no `webhook`. Several while one replaces another, or where a partner signs
   * in LINE's place (LINE Chat Plus signs with its "Switcher Secret").
   */
  readonly channelSecret?: string | readonly string[];
  /** Default `https://api.line.me`. A path is kept and prefixed to every call. */
  readonly apiBaseUrl?: string;
  /** Default `https://api-data.line.me`. Audiences go there as files. */
  readonly dataApiBaseUrl?: string;
  /** Most connections that are open at once, 128 by default. One carries one call at a time. */
  readonly connections?: number;
  /** Where the account was made: `JP`, `TH`, `TW` or elsewhere. What LINE offers in some countries only is then checked. */
  readonly country?: string;
  /** Likewise for what LINE offers to verified and premium accounts only. */
  readonly tier?: LineTier;
  /** Terms of the contract for notification messages. */
  readonly notification?: NotificationSettings;
}

/** A {@link LineConfig} that was checked, with every default filled in. */
export interface ResolvedLineConfig {
  readonly channelAccessToken: string | ResolvedCredentials | (() => string | Promise<string>);
  /** Empty without webhooks. */
  readonly channelSecrets: readonly string[];
  readonly apiBaseUrl: string;
  readonly dataApiBaseUrl: string;
  readonly connections: number;
  readonly account: AccountTerms;
  readonly notification: NotificationTerms;
}

/** Throws `ConfigurationError` with the name of the first setting that cannot be right. */
export function resolveLineConfig(config: LineConfig): ResolvedLineConfig {
  const { channelAccessToken, channelSecret = [] } = config;
  const channelSecrets = typeof channelSecret === "string" ? [channelSecret] : channelSecret;
  if (!channelSecrets.every((secret) => typeof secret === "string" && secret.trim() !== "")) {
    throw new ConfigurationError("channelSecret", "must not be empty: leave it out to do without webhooks");
  }
  const account = resolveAccountTerms(config);
  return {
    channelAccessToken: resolveToken(channelAccessToken),
    channelSecrets,
    apiBaseUrl: readBaseUrl("apiBaseUrl", config.apiBaseUrl ?? "https://api.line.me"),
    dataApiBaseUrl: readBaseUrl("dataApiBaseUrl", config.dataApiBaseUrl ?? "https://api-data.line.me"),
    connections: readPositiveInteger("connections", config.connections ?? 128),
    account,
    notification: resolveNotificationSettings(config.notification, account),
  };
}

function resolveToken(token: LineConfig["channelAccessToken"]): ResolvedLineConfig["channelAccessToken"] {
  if (typeof token === "function" || isChannelAccessToken(token)) return token;
  if (typeof token === "object" && token !== null) return resolveCredentials(token);
  throw new ConfigurationError(
    "channelAccessToken",
    "must be the token as LINE issued it, the credentials to fetch one, or a function that gives it",
  );
}

function readBaseUrl(setting: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw new ConfigurationError(setting, "must be an http or https address without a query");
  }
  return value;
}

function readPositiveInteger(setting: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new ConfigurationError(setting, "must be a whole number above 0");
  return value;
}
