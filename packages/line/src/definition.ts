import { ConfigurationError, type ProviderAccount, type ProviderDefinition } from "@todoke/core";
import type { LineTier } from "./account/account-terms.ts";
import { createAccountServices } from "./account-services.ts";
import type { LineConfig } from "./config.ts";
import { createLine } from "./create-line.ts";
import type { ChannelCredentials } from "./tokens/channel-credentials.ts";
import type { NotificationSettings } from "./notification/notification-settings.ts";

/**
 * LINE for a host. Settings: `channelAccessToken` (or credentials), `channelSecret?`, `apiBaseUrl?`, `dataApiBaseUrl?`, `country?`,
 * `tier?`, and `notification?` for accounts that have a contract for notification messages: its terms ({@link NotificationSettings}),
 * or `true` for nothing that should be checked. Without it the account carries channel `line` alone.
 */
export const lineProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "line",
  openSettings: ["apiBaseUrl", "dataApiBaseUrl", "country", "tier", "notification"],
  createAccount: (settings): ProviderAccount => {
    const config = parseSettings(settings);
    const line = createLine(config);
    return {
      adapters: config.notification ? [line.adapter, line.notificationAdapter] : [line.adapter],
      services: createAccountServices(line, config.notification !== undefined),
      close: () => line.close(),
    };
  },
};

type Settings = Readonly<Record<string, unknown>>;

const settingNames = ["channelAccessToken", "channelSecret", "apiBaseUrl", "dataApiBaseUrl", "country", "tier", "notification"];

function parseSettings(settings: Settings): LineConfig {
  const stranger = Object.keys(settings).find((name) => !settingNames.includes(name));
  if (stranger !== undefined) throw new ConfigurationError(stranger, "is no setting of a LINE account");
  const channelAccessToken = readToken(settings);
  const channelSecret = readSecrets(settings);
  const apiBaseUrl = readText(settings, "apiBaseUrl");
  const dataApiBaseUrl = readText(settings, "dataApiBaseUrl");
  const country = readText(settings, "country");
  const tier = readText(settings, "tier") as LineTier | undefined;
  const notification = readNotification(settings);
  return {
    channelAccessToken,
    ...(channelSecret !== undefined && { channelSecret }),
    ...(apiBaseUrl !== undefined && { apiBaseUrl }),
    ...(dataApiBaseUrl !== undefined && { dataApiBaseUrl }),
    ...(country !== undefined && { country }),
    ...(tier !== undefined && { tier }),
    ...(notification !== undefined && { notification }),
  };
}

/** Credentials are checked with the rest of the configuration. */
function readToken(settings: Settings): string | ChannelCredentials {
  const value = settings["channelAccessToken"];
  if (value === undefined) throw new ConfigurationError("channelAccessToken", "is missing");
  if (typeof value === "string") return value;
  if (typeof value === "object" && value !== null) return value as ChannelCredentials;
  throw new ConfigurationError("channelAccessToken", "must be text, or the credentials to fetch a token with");
}

function readSecrets(settings: Settings): string | readonly string[] | undefined {
  const value = settings["channelSecret"];
  return isTextList(value) ? value : readText(settings, "channelSecret");
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function readText(settings: Settings, name: string): string | undefined {
  const value = settings[name];
  if (value === undefined || typeof value === "string") return value;
  throw new ConfigurationError(name, "must be text");
}

/** What is inside is checked with the rest of the configuration. */
function readNotification(settings: Settings): NotificationSettings | undefined {
  const value = settings["notification"];
  if (value === undefined || value === false) return undefined;
  if (value === true) return {};
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new ConfigurationError("notification", "must be true, false, or the terms of the contract");
}
