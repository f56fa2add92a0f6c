/** What is wrong with a value, in words that follow the setting's name; undefined when nothing is. */
export type SettingCheck = (value: unknown) => string | undefined;

const e164 = /^\+[1-9]\d{6,14}$/;
const shortCode = /^\d{3,8}$/;
/** twilio.com/docs/glossary/what-alphanumeric-sender-id; Hong Kong's registered ones begin with `#`. */
const alphanumericSender = /^(?=.*[A-Za-z])[A-Za-z0-9 #&+_-]{1,11}$/;

export const checkText: SettingCheck = (value) =>
  typeof value === "string" && value !== "" ? undefined : "must be text";

export const checkBoolean: SettingCheck = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

export const checkSender: SettingCheck = (value) =>
  typeof value === "string" && [e164, shortCode, alphanumericSender].some((shape) => shape.test(value))
    ? undefined
    : "must be a number like +15005550006, a short code, or a sender id of up to 11 letters and digits";

export function sidOf(prefix: string): SettingCheck {
  const shape = new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
  return (value) =>
    typeof value === "string" && shape.test(value)
      ? undefined
      : `must be ${prefix} followed by 32 hexadecimal digits`;
}

export function listOf(check: SettingCheck): SettingCheck {
  return (value) => {
    if (!Array.isArray(value) || value.length === 0) return "must be a list with at least one entry";
    return value.map(check).find((complaint) => complaint !== undefined);
  };
}

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

export function checkSenders(value: unknown): string | undefined {
  if (!isRecord(value)) return "must be an object";
  for (const [country, sender] of Object.entries(value)) {
    if (!/^[A-Z]{2}$/.test(country)) return "must have country codes of two capital letters as keys";
    if (senderForms.every((check) => check(sender) !== undefined)) {
      return `${country} must have either a valid from or a valid messagingServiceSid`;
    }
  }
  return undefined;
}

const senderForms = [objectOf({ from: checkSender }), objectOf({ messagingServiceSid: sidOf("MG") })];

export function checkBaseUrl(value: unknown): string | undefined {
  if (typeof value !== "string" || !URL.canParse(value)) return "must be a URL";
  const url = new URL(value);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  return url.search === "" && url.hash === "" ? undefined : "must have no query and no fragment";
}

export function checkDelays(value: unknown): string | undefined {
  const ascending =
    Array.isArray(value) &&
    value.every((delay, index) => Number.isFinite(delay) && delay > (index === 0 ? 0 : value[index - 1]));
  return ascending ? undefined : "must be a list of milliseconds, ascending";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
