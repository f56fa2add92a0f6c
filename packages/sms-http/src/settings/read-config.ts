import { ConfigurationError, type ErrorClass, type RateLimit } from "@todoke/core";
import {
  numberFormats,
  textEncodings,
  unknownRefusalClasses,
  type AnswerRules,
  type EndpointName,
  type HttpSmsConfig,
  type StatusQueryRules,
} from "../config.ts";
import { askPlaceholders, sendPlaceholders } from "../placeholders.ts";
import { checkTogether } from "./check-together.ts";
import { readCallbacks } from "./read-callbacks.ts";
import { delays, list, matching, object, oneOf, optional, table, text, wholeNumber, type Reader } from "./readers.ts";
import { requestTemplate } from "./read-request.ts";
import { country, errorClasses, locator, reportFields, sender } from "./read-values.ts";

/**
 * Checks settings of unknown origin. Throws `ConfigurationError` that names the first bad one by its path and repeats no
 * value.
 */
export function parseConfig(settings: Readonly<Record<string, unknown>>): HttpSmsConfig {
  const config = readConfig(settings, "");
  checkTogether(config);
  return config;
}

/** A gateway's bare status must not be taken for a word about a person. */
const readErrors: Reader<Readonly<Record<string, ErrorClass>>> = (value, place) => {
  const errors = table(oneOf(errorClasses))(value, place);
  for (const [code, errorClass] of Object.entries(errors)) {
    if (!code.startsWith("http-")) continue;
    if (!/^http-[3-5]\d\d$/.test(code)) throw new ConfigurationError(`${place}.${code}`, "must be http-300 to http-599");
    if (["recipient", "unreachable", "policy"].includes(errorClass)) {
      const complaint = "speaks of a person, which takes a code of the carrier's own: gateways answer with any status";
      throw new ConfigurationError(`${place}.${code}`, complaint);
    }
  }
  return errors;
};

const readAnswer = object<AnswerRules>({
  accepted: object<AnswerRules["accepted"]>({
    statuses: optional(list(wholeNumber(200, 299))),
    codes: optional(list(text)),
  }),
  code: optional(locator),
  messageId: optional(locator),
  requestId: optional(locator),
  retryAfterSeconds: optional(locator),
  errors: optional(readErrors),
  otherwise: optional(oneOf(unknownRefusalClasses)),
});

/** May stand in a header. */
const word = matching(/^[!-~]+$/, "must be printable ASCII without spaces");

const rate = object<RateLimit>({ requests: wholeNumber(1), perMs: wholeNumber(1) });

const readConfig = object<HttpSmsConfig>({
  request: requestTemplate(sendPlaceholders),
  answer: readAnswer,
  numberFormat: optional(oneOf(numberFormats)),
  countries: optional(list(country)),
  textEncoding: optional(oneOf(textEncodings)),
  codings: optional(object<NonNullable<HttpSmsConfig["codings"]>>({ gsm7: word, ucs2: word })),
  maxSegments: optional(wholeNumber(1, 255)),
  from: optional(sender),
  senderByCountry: optional(table(sender, country)),
  validity: optional(
    object<NonNullable<HttpSmsConfig["validity"]>>({ minMs: optional(wholeNumber(0)), maxMs: optional(wholeNumber(1_000)) }),
  ),
  limits: optional(
    object<Partial<Readonly<Record<EndpointName, RateLimit>>>>({ "sms-send": optional(rate), "sms-status": optional(rate) }),
  ),
  callbacks: optional(readCallbacks),
  statusQuery: optional(
    object<StatusQueryRules>({
      request: requestTemplate(askPlaceholders),
      ...reportFields(locator),
      messageId: optional(locator),
      code: optional(locator),
      notFoundCodes: optional(list(text)),
      lostAnswerDelaysMs: optional(delays),
      silenceDelaysMs: optional(delays),
    }),
  ),
  horizonMs: optional(wholeNumber(1)),
});
