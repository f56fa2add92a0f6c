import type { AddressResult, AddressRule } from "@todoke/core";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/**
 * Phone numbers in international form. The canonical form is E.164: `+819012345678`. Spaces, hyphens, brackets, dots
 * and full-width characters are taken out; a number in national form is refused, because nothing says which country it
 * belongs to. Whether a number can receive SMS is left to the provider: in some countries landlines can.
 */
export const phoneAddress: AddressRule = { kind: "phone", parse: parsePhone, countryOf };

/** ISO 3166-1 alpha-2 code of the country that a canonical number belongs to, where its prefix names one. */
export function countryOf(phone: string): string | undefined {
  return parsePhoneNumberFromString(phone)?.country;
}

/** The parser by itself would let `whatsapp:`, extensions and letters pass. */
const internationalShape = /^\+[\d\s().-]+$/;

function parsePhone(address: string): AddressResult {
  const text = address.normalize("NFKC").trim();
  if (!text.startsWith("+")) {
    return { ok: false, reason: "not in international form: start it with + and the country code" };
  }
  if (!internationalShape.test(text)) {
    return { ok: false, reason: "has characters that no phone number has" };
  }
  const parsed = parsePhoneNumberFromString(text);
  // Checked after normalising: the parser repairs +8109012345678 to +819012345678.
  if (!parsed?.isValid()) return { ok: false, reason: "no such number in its country's numbering plan" };
  return { ok: true, address: parsed.number };
}
