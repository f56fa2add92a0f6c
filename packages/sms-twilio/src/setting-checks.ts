import { checkSender, objectOf, type SettingCheck } from "@todoke/sms-core";

export const checkBoolean: SettingCheck = (value) => (typeof value === "boolean" ? undefined : "must be true or false");

export const checkCount: SettingCheck = (value) =>
  Number.isSafeInteger(value) && Number(value) > 0 ? undefined : "must be a whole number above 0";

export const checkCountry: SettingCheck = (value) =>
  typeof value === "string" && /^[A-Z]{2}$/.test(value) ? undefined : "must have country codes of two capital letters";

export function sidOf(prefix: string): SettingCheck {
  const shape = new RegExp(`^${prefix}[0-9a-fA-F]{32}$`);
  return (value) =>
    typeof value === "string" && shape.test(value)
      ? undefined
      : `must be ${prefix} followed by 32 hexadecimal digits`;
}

const senderForms = [objectOf({ from: checkSender }), objectOf({ messagingServiceSid: sidOf("MG") })];

export const checkSenderForm: SettingCheck = (value) =>
  senderForms.some((check) => check(value) === undefined)
    ? undefined
    : "must have either a valid from or a valid messagingServiceSid";

export function checkDelays(value: unknown): string | undefined {
  const ascending =
    Array.isArray(value) &&
    value.every((delay, index) => Number.isFinite(delay) && delay > (index === 0 ? 0 : value[index - 1]));
  return ascending ? undefined : "must be a list of milliseconds, ascending";
}
