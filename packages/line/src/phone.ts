import { createHash } from "node:crypto";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import type { AddressResult } from "@todoke/core";

/** Where numbers must have been issued ("LINE notification messages", developers.line.biz). */
const countries: ReadonlySet<string | undefined> = new Set(["JP", "TH", "TW"]);

/** The number in E.164, if LINE can send notification messages to it. */
export function parsePhoneAddress(address: string): AddressResult {
  const number = parsePhoneNumberFromString(address);
  if (number === undefined)
    return { ok: false, reason: "must be a phone number that begins with + and the country code" };
  if (!number.isValid()) return { ok: false, reason: "is not a number that its country could have issued" };
  if (!countries.has(number.country)) {
    return { ok: false, reason: "is outside Japan, Thailand and Taiwan, where LINE sends notification messages" };
  }
  return { ok: true, address: number.number };
}

/**
 * How LINE wants a phone number: SHA-256 over its E.164 form with the plus sign, in lower-case hex, without salt. Give
 * it a number in that form; LINE cannot tell a hash of anything else from a number that nobody has.
 */
export function hashPhoneNumber(e164: string): string {
  return createHash("sha256").update(e164, "utf8").digest("hex");
}
