import { ProviderError, type JsonObject, type SendRequest } from "@todoke/core";
import { countryOf, countSegments } from "@todoke/sms-core";
import type { HttpSmsConfig, TextEncoding } from "./config.ts";
import { formatNumber } from "./phone-number.ts";
import { readText } from "./render-content.ts";
import type { Values } from "./templates/template.ts";

/** What a request that sends may name. */
export const sendPlaceholders = [
  "to",
  "from",
  "text",
  "coding",
  "segments",
  "attemptId",
  "attemptIdHex",
  "callbackUrl",
  "validitySeconds",
  "validityMinutes",
  "validUntil",
] as const;

/** What a request that asks may name. */
export const askPlaceholders = ["messageId", "attemptId", "attemptIdHex", "to", "from"] as const;

/** Throws `ProviderError` when this carrier cannot be given this message. */
export function sendValues(config: HttpSmsConfig, request: SendRequest, now: Date): Values {
  const text = textOf(request.payload);
  const { encoding, segments } = countSegments(text);
  const person = personValues(config, request.to);
  if (config.senderByCountry !== undefined && person.from === undefined) throw noSender();
  return {
    ...person,
    ...attemptValues(request.attemptId),
    text: encode(text, config.textEncoding ?? "utf-8", encoding),
    coding: encoding === "GSM-7" ? config.codings?.gsm7 : config.codings?.ucs2,
    segments,
    callbackUrl: request.callbackUrl && callbackAddress(config, request.callbackUrl),
    ...validityValues(config, request.validityPeriodMs, now),
  };
}

interface PersonValues extends Values {
  readonly to: string;
  readonly from: string | undefined;
}

/** `{{to}}` and `{{from}}`. Throws `ProviderError` for a number that the carrier does not serve. */
export function personValues(config: HttpSmsConfig, to: string): PersonValues {
  const country = countryOf(to);
  const { countries } = config;
  if (countries !== undefined && (country === undefined || !countries.includes(country))) {
    throw new ProviderError({
      class: "recipient",
      providerCode: "country-not-served",
      message: `The number is outside the countries of this carrier (${countries.join(", ")}).`,
    });
  }
  return {
    to: formatNumber(to, config.numberFormat ?? "e164"),
    from: (country === undefined ? undefined : config.senderByCountry?.[country]) ?? config.from,
  };
}

export function attemptValues(attemptId: string): Values {
  return { attemptId, attemptIdHex: attemptId.replaceAll("-", "") };
}

function textOf(payload: JsonObject): string {
  const text = readText(payload);
  if (text !== undefined) return text;
  throw new ProviderError({
    class: "content",
    providerCode: "no-text",
    message: "The payload has no text: send what render made.",
  });
}

function noSender(): ProviderError {
  return new ProviderError({
    class: "sender",
    providerCode: "no-sender-for-country",
    message: "There is no sender for the recipient's country: add one to senderByCountry, or a default as from.",
  });
}

function encode(text: string, encoding: TextEncoding, alphabet: "GSM-7" | "UCS-2"): string {
  const plain = encoding === "utf-8" || (encoding === "ucs2-hex-unless-gsm7" && alphabet === "GSM-7");
  return plain ? text : Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase();
}

/** The secret that the carrier must show us stands in the address that it is given. */
function callbackAddress({ callbacks }: HttpSmsConfig, callbackUrl: string): string {
  if (callbacks?.authentication.type !== "query") return callbackUrl;
  const { parameter, secrets } = callbacks.authentication;
  const url = new URL(callbackUrl);
  url.searchParams.append(parameter, secrets[0] ?? "");
  return url.href;
}

/** Rounded down to what each unit holds: never longer than asked for, but at least one of it. */
function validityValues({ validity = {} }: HttpSmsConfig, askedMs: number | undefined, now: Date): Values {
  if (askedMs === undefined) return {};
  const validityMs = Math.min(Math.max(askedMs, validity.minMs ?? 0), validity.maxMs ?? Number.POSITIVE_INFINITY);
  return {
    validitySeconds: Math.max(Math.floor(validityMs / 1_000), 1),
    validityMinutes: Math.max(Math.floor(validityMs / 60_000), 1),
    validUntil: new Date(now.getTime() + validityMs).toISOString(),
  };
}
