import { ConfigurationError, errorConsequences, type ErrorClass } from "@todoke/core";
import { parsePath } from "../answers/json-path.ts";
import type { Locator } from "../answers/locator.ts";
import type { FailureClass, ReportFields } from "../config.ts";
import { isCountry } from "../phone-number.ts";
import { successWords } from "../read-report.ts";
import { matching, object, oneOf, optional, table, text, type Fields, type Reader } from "./readers.ts";

export const errorClasses = Object.keys(errorConsequences) as ErrorClass[];
const failureClasses = errorClasses.filter((one): one is FailureClass => one !== "ambiguous");

export const country: Reader<string> = (value, place) => {
  const code = matching(/^[A-Z]{2}$/, "must be a country code of two capital letters")(value, place);
  if (!isCountry(code)) throw new ConfigurationError(place, "is no country with phone numbers");
  return code;
};

/** Names as in "Alphanumeric Sender ID" of most carriers: 11 characters, a letter among them. */
export const sender = matching(
  /^(?:\+?\d{3,15}|(?=.*[A-Za-z])[A-Za-z0-9 #&+_.-]{1,11})$/,
  "must be a number, a short code, or a name of up to 11 letters and digits",
);

/** A path such as `messages[0].id`. */
export const path: Reader<string> = (value, place) => {
  const read = text(value, place);
  if (parsePath(read) !== undefined) return read;
  throw new ConfigurationError(place, 'must be a path such as messages[0].id or ["message.id"]');
};

const readPattern = object<{ readonly pattern: string }>({ pattern: checkPattern });
const readHeader = object<{ readonly header: string }>({ header: text });

export const locator: Reader<Locator> = (value, place) => {
  if (typeof value === "string") return path(value, place);
  const isHeader = typeof value === "object" && value !== null && "header" in value;
  return isHeader ? readHeader(value, place) : readPattern(value, place);
};

function checkPattern(value: unknown, place: string): string {
  const pattern = text(value, place);
  if (groupsOf(pattern) === 1) return pattern;
  throw new ConfigurationError(place, "must be a regular expression with exactly one group: the value");
}

function groupsOf(pattern: string): number | undefined {
  try {
    // The empty alternative matches everywhere, and the match lists every group.
    const match = new RegExp(`${pattern}|`, "mu").exec("");
    return match === null ? undefined : match.length - 1;
  } catch {
    return undefined;
  }
}

export const utcOffset = matching(/^[+-](?:0\d|1[0-4]):[0-5]\d$/, "must be an offset such as +07:00");

/** What reports and answers to questions have in common. */
export function reportFields<Place>(place: Reader<Place>): Fields<ReportFields<Place>> {
  return {
    status: place,
    statuses: table(oneOf([...successWords, ...failureClasses])),
    errorCode: optional(place),
    errorCodes: optional(table(oneOf(failureClasses))),
    at: optional(place),
    utcOffset: optional(utcOffset),
  } as Fields<ReportFields<Place>>;
}
