import type { ErrorClass, SuppressionCause } from "@todoke/core";
import { asObject, type UnknownObject } from "./json-object.ts";

/**
 * Vonage has one list of codes for calls that it refuses and for messages that fail later: developer.vonage.com,
 * "API Errors", Messages API. Not listed, because `sender` is the default: accounts that are barred, out of credit or not
 * enabled (1060-1080, 1140), senders that are not accepted (1120, 1420), numbers that a trial account does not know
 * (1160), and whatever belongs to other channels.
 */
const codesByClass: Partial<Readonly<Record<ErrorClass, readonly string[]>>> = {
  recipient: [
    "1040", // no such prefix
    "1170", "1430", // no number
    "1190", // no longer in use
    "1200", // ported, and the networks do not agree
    "1250", "1260", // no route
    "1280", // barred by the carrier
    "1300", "1310", // not at this network, no such device
    "1330", // the carrier gave no reason; often an unknown number
  ],
  unreachable: [
    "1180", // switched off or without signal
    "1220", // busy
    "1290", // the person's own credit is used up
    "1360", // the time to live ran out
  ],
  content: [
    "1010", "1020", "1021", "1022", "1130", "1150", "invalid-params", // a parameter is missing or invalid
    "1090", // too long
    "1210", // filtered as spam
    "1270", // not for their age
    "1320", // was sent before: another channel would be a second time
  ],
  policy: [
    "1050", // barred from messages: by whom is not said
    "1240", // the person replied STOP
  ],
  throttled: [
    "1000", "throttled", // the account
    "1241", // this number
  ],
  unavailable: [
    "1030", // Vonage's own fault
    "1100", "1230", // the network's
  ],
};

const suppressingCodes: ReadonlyMap<string, SuppressionCause> = new Map([
  ["1190", "hard-failure"], // no longer in use
  ["1240", "opt-out"], // the person replied STOP
]);

/** What a code says of the number itself; absent for most. */
export function suppressedBy(code: string | undefined): { readonly suppresses?: SuppressionCause } {
  const suppresses = code === undefined ? undefined : suppressingCodes.get(code);
  return suppresses === undefined ? {} : { suppresses };
}

const classes: ReadonlyMap<string, ErrorClass> = new Map(
  (Object.keys(codesByClass) as ErrorClass[]).flatMap((name) => (codesByClass[name] ?? []).map((code) => [code, name] as const)),
);

/** General refusals in words (developer.vonage.com, "API Errors"), beside the numbers: no other words are taken over. */
const words: ReadonlySet<string> = new Set([
  "account-suspended",
  "forbidden",
  "invalid-api-key",
  "invalid-params",
  "invalid-signature",
  "jwt-expired",
  "jwt-revoked",
  "low-balance",
  "not-found",
  "throttled",
  "unauthorized",
  "unprovisioned",
]);

/** About one number and not about the account. */
export const codeOfOneNumber = "1241";

/**
 * The class of a code. One that is not known here is `sender`: a refusal is not repeated, the next step may go on, and
 * somebody has to look at it.
 */
export function classifyCode(code: string): ErrorClass {
  return classes.get(code) ?? "sender";
}

/**
 * The code of an error object: behind `#` in its `type`, or its `title`, which is sometimes the number itself. Everything
 * else in it is left alone, since Vonage's words may quote the request.
 */
export function readCode(error: UnknownObject): string | undefined {
  const { type, title } = error;
  const fragment = typeof type === "string" ? type.split("#")[1] : undefined;
  const numbered = [fragment, String(title)].find((part) => part !== undefined && /^\d{4}$/.test(part));
  return numbered ?? (fragment !== undefined && words.has(fragment) ? fragment : undefined);
}

/** The error object of a failed message; Vonage's examples have it one level down as well. */
export function readError(value: unknown): UnknownObject | undefined {
  const error = asObject(value);
  return error === undefined ? undefined : (asObject(error["error"]) ?? error);
}
