import { ConfigurationError } from "@todoke/core";

/** What is wrong with a value, in words that follow the setting's name; undefined when nothing is. */
export type SettingCheck = (value: unknown) => string | undefined;

/**
 * Checks settings of unknown origin, of which all may be absent. Throws `ConfigurationError` that names the first bad or
 * unknown one and repeats no value. `owner` is what they are settings of: `a Twilio account`.
 */
export function assertSettings<Config extends object>(
  settings: Readonly<Record<string, unknown>>,
  checks: Readonly<Record<keyof Config & string, SettingCheck>>,
  owner: string,
): asserts settings is Readonly<Record<string, unknown>> & Partial<Config> {
  for (const [name, check] of Object.entries<SettingCheck>(checks)) {
    const complaint = settings[name] === undefined ? undefined : check(settings[name]);
    if (complaint !== undefined) throw new ConfigurationError(name, complaint);
  }
  const stranger = Object.keys(settings).find((name) => !Object.hasOwn(checks, name));
  if (stranger !== undefined) throw new ConfigurationError(stranger, `is no setting of ${owner}`);
}

const e164 = /^\+[1-9]\d{6,14}$/;
const shortCode = /^\d{3,8}$/;
/** Eleven characters is what GSM has room for (3GPP TS 23.040, 9.1.2.5); Hong Kong's registered ones begin with `#`. */
const alphanumericSender = /^(?=.*[A-Za-z])[A-Za-z0-9 #&+_-]{1,11}$/;

export const checkText: SettingCheck = (value) =>
  typeof value === "string" && value !== "" ? undefined : "must be text";

export const checkSender: SettingCheck = (value) =>
  typeof value === "string" && [e164, shortCode, alphanumericSender].some((shape) => shape.test(value))
    ? undefined
    : "must be a number like +15005550006, a short code, or a sender id of up to 11 letters and digits";

/** An object with country codes (ISO 3166-1 alpha-2) as keys and, under each, a value that passes. */
export function byCountry(check: SettingCheck): SettingCheck {
  return (value) => {
    if (!isRecord(value)) return "must be an object";
    for (const [country, item] of Object.entries(value)) {
      if (!/^[A-Z]{2}$/.test(country)) return "must have country codes of two capital letters as keys";
      const complaint = check(item);
      if (complaint !== undefined) return `${country} ${complaint}`;
    }
    return undefined;
  };
}

/** A list with at least one entry. */
export function listOf(check: SettingCheck): SettingCheck {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return "must be a list with at least one entry";
    return value.map(check).find((complaint) => complaint !== undefined);
  };
}

/** An object with these fields and no others. */
export function objectOf(
  required: Readonly<Record<string, SettingCheck>>,
  optional: Readonly<Record<string, SettingCheck>> = {},
): SettingCheck {
  const fields = { ...required, ...optional };
  return (value) => {
    if (!isRecord(value)) return "must be an object";
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
    if (stranger !== undefined) return `has no field ${stranger}`;
    for (const [name, check] of Object.entries(fields)) {
      if (value[name] === undefined && Object.hasOwn(optional, name)) continue;
      const complaint = check(value[name]);
      if (complaint !== undefined) return `${name} ${complaint}`;
    }
    return undefined;
  };
}

export function checkBaseUrl(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return "must be a URL";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  return url.search === "" && url.hash === "" ? undefined : "must have no query and no fragment";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
