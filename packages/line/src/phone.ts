import { createHash } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { AddressResult } from "@todoke/core";

/** The number in E.164, if it was issued in one of these countries ("LINE notification messages", developers.line.biz). */
export function parsePhoneAddress(address: string, countries: readonly string[]): AddressResult {
  const number = parsePhoneNumberFromString(address);
  if (number === undefined)
    return { ok: false, reason: "must be a phone number that begins with + and the country code" };
  if (!number.isValid()) return { ok: false, reason: "is not a number that its country could have issued" };
  if (number.country === undefined || !countries.includes(number.country)) {
    return { ok: false, reason: `is not of ${countries.join(", ")}, where LINE sends notification messages to` };
  }
  return { ok: true, address: number.number };
}

/** ISO 3166-1 alpha-2 code of the country that a number in E.164 belongs to. */
export function countryOfPhone(e164: string): string | undefined {
  return parsePhoneNumberFromString(e164)?.country;
}

/**
 * How LINE wants a phone number: SHA-256 over its E.164 form with the plus sign, in lower-case hex, without salt. Give
 * it a number in that form; LINE cannot tell a hash of anything else from a number that nobody has.
 */
export function hashPhoneNumber(e164: string): string {
  return createHash("sha256").update(e164, "utf8").digest("hex");
}
