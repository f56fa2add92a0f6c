import { isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { phoneAddress } from "@todoke/sms-core";
import type { HttpSmsConfig, NumberFormat } from "./config.ts";

/** An E.164 number as the carrier wants it. */
export function formatNumber(e164: string, format: NumberFormat): string {
  if (format === "e164") return e164;
  if (format === "digits") return e164.slice(1);
  return parsePhoneNumberFromString(e164)?.formatNational().replace(/\D/g, "") ?? e164.slice(1);
}

/** A number as the carrier writes it, in canonical form; undefined when it cannot be read. */
export function readNumber(text: string, { numberFormat = "e164", countries = [] }: HttpSmsConfig): string | undefined {
  const [country] = countries;
  for (const candidate of [text, `+${text}`]) {
    const parsed = phoneAddress.parse(candidate);
    if (parsed.ok) return parsed.address;
  }
  if (numberFormat !== "national" || country === undefined || !isSupportedCountry(country)) return undefined;
  const number = parsePhoneNumberFromString(text, country);
  return number?.isValid() === true ? number.number : undefined;
}

/** Whether numbers of this country are known (ISO 3166-1 alpha-2). */
export function isCountry(code: string): boolean {
  return isSupportedCountry(code);
}
