import { ConfigurationError } from "@todoke/core";

/** Settings of one Pigeon account. */
export interface PigeonConfig {
  /** Proves to the vendor who is calling. */
  readonly apiToken: string;
  /** Who messages come from. */
  readonly from: string;
  /** What the vendor signs its reports with. Without it reports are not asked for. */
  readonly webhookSecret?: string;
  /** Takes the place of the vendor's own address. */
  readonly apiBaseUrl?: string;
}

/** Checks settings of unknown origin. Throws `ConfigurationError` that names the first bad one and repeats no value. */
export function parseConfig(settings: Readonly<Record<string, unknown>>): PigeonConfig {
  const stranger = Object.keys(settings).find((name) => !names.includes(name));
  if (stranger !== undefined) throw new ConfigurationError(stranger, "is no setting of a Pigeon account");
  const webhookSecret = readText(settings, "webhookSecret");
  const apiBaseUrl = readText(settings, "apiBaseUrl");
  if (apiBaseUrl !== undefined && !/^https?:\/\/[^?#]+$/.test(apiBaseUrl)) {
    throw new ConfigurationError("apiBaseUrl", "must be an http or https address without a query");
  }
  return {
    apiToken: requireText(settings, "apiToken"),
    from: requireText(settings, "from"),
    ...(webhookSecret !== undefined && { webhookSecret }),
    ...(apiBaseUrl !== undefined && { apiBaseUrl: apiBaseUrl.replace(/\/+$/, "") }),
  };
}

const names: readonly string[] = ["apiToken", "from", "webhookSecret", "apiBaseUrl"] satisfies (keyof PigeonConfig)[];

function requireText(settings: Readonly<Record<string, unknown>>, name: keyof PigeonConfig): string {
  const text = readText(settings, name);
  if (text === undefined) throw new ConfigurationError(name, "is missing");
  return text;
}

function readText(settings: Readonly<Record<string, unknown>>, name: keyof PigeonConfig): string | undefined {
  const value = settings[name];
  if (value === undefined || (typeof value === "string" && value !== "")) return value;
  throw new ConfigurationError(name, "must be text");
}
