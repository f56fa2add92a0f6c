import { ConfigurationError, type ProviderAccount, type ProviderDefinition } from "@todoke/core";
import type { LineConfig } from "./config.ts";
import { createLine } from "./create-line.ts";

/**
 * LINE for a host. Settings: `channelAccessToken`, `channelSecret?`, `apiBaseUrl?`, `dataApiBaseUrl?`, and
 * `notification?: true` for accounts that have a contract for notification messages; without it the account carries
 * channel `line` alone.
 */
export const lineProvider: ProviderDefinition = {
  specificationVersion: 1,
  provider: "line",
  createAccount: (settings): ProviderAccount => {
    const line = createLine(parseSettings(settings));
    const withNotifications = readBoolean(settings, "notification");
    return {
      adapters: withNotifications ? [line.adapter, line.notificationAdapter] : [line.adapter],
      close: () => line.close(),
    };
  },
};

type Settings = Readonly<Record<string, unknown>>;

function parseSettings(settings: Settings): LineConfig {
  const channelAccessToken = readText(settings, "channelAccessToken");
  if (channelAccessToken === undefined) throw new ConfigurationError("channelAccessToken", "is missing");
  const channelSecret = readSecrets(settings);
  const apiBaseUrl = readText(settings, "apiBaseUrl");
  const dataApiBaseUrl = readText(settings, "dataApiBaseUrl");
  return {
    channelAccessToken,
    ...(channelSecret !== undefined && { channelSecret }),
    ...(apiBaseUrl !== undefined && { apiBaseUrl }),
    ...(dataApiBaseUrl !== undefined && { dataApiBaseUrl }),
  };
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

function readBoolean(settings: Settings, name: string): boolean {
  const value = settings[name];
  if (value === undefined || typeof value === "boolean") return value ?? false;
  throw new ConfigurationError(name, "must be true or false");
}
