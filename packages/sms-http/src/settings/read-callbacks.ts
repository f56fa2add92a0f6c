import { ConfigurationError } from "@todoke/core";
import type { KeywordSettings } from "@todoke/sms-core";
import {
  callbackFormats,
  type CallbackAuthentication,
  type CallbackReportFields,
  type CallbackRules,
  type HeaderSecret,
  type HmacAuthentication,
  type InboundFields,
  type QuerySecret,
  type TokenOnly,
} from "../callback-config.ts";
import { namesIn } from "../templates/template.ts";
import { byType, list, matching, object, oneOf, optional, text, wholeNumber, type Reader } from "./readers.ts";
import { path, reportFields, utcOffset } from "./read-values.ts";

/** Shorter ones can be guessed. */
const secrets = list(matching(/^.{16,}$/s, "must be a secret of at least 16 characters"));

const readHmac = object<HmacAuthentication>({
  type: oneOf(["hmac"]),
  algorithm: oneOf(["sha256", "sha1"]),
  secrets: list(text),
  header: text,
  encoding: oneOf(["hex", "base64"]),
  prefix: optional(text),
  content: optional(text),
  timestamp: optional(
    object<NonNullable<HmacAuthentication["timestamp"]>>({ header: text, toleranceMs: optional(wholeNumber(1_000)) }),
  ),
});

const signedNames = ["body", "timestamp", "url", "method"];

const hmac: Reader<HmacAuthentication> = (value, place) => {
  const read = readHmac(value, place);
  const names = namesIn(read.content ?? "{{body}}");
  if (!names.every((name) => signedNames.includes(name))) {
    throw new ConfigurationError(`${place}.content`, `has an unknown placeholder: known are ${signedNames.join(", ")}`);
  }
  if (names.includes("timestamp") !== (read.timestamp !== undefined)) {
    throw new ConfigurationError(`${place}.timestamp`, "goes with {{timestamp}} in content: one proves nothing without the other");
  }
  return read;
};

const authentication = byType<CallbackAuthentication>({
  hmac,
  header: object<HeaderSecret>({ type: oneOf(["header"]), header: text, secrets }),
  query: object<QuerySecret>({ type: oneOf(["query"]), parameter: text, secrets }),
  token: object<TokenOnly>({ type: oneOf(["token"]) }),
});

const readRules = object<CallbackRules>({
  format: oneOf(callbackFormats),
  authentication,
  list: optional(path),
  report: optional(object<CallbackReportFields>({ ...reportFields(path), messageId: optional(path), attemptId: optional(path) })),
  inbound: optional(
    object<InboundFields>({
      when: optional(object<NonNullable<InboundFields["when"]>>({ at: path, equals: text })),
      from: path,
      text: optional(path),
      keywords: optional(object<KeywordSettings>({ stop: optional(list(text)), start: optional(list(text)) })),
      messageId: path,
      at: optional(path),
      utcOffset: optional(utcOffset),
    }),
  ),
});

export const readCallbacks: Reader<CallbackRules> = (value, place) => {
  const rules = readRules(value, place);
  const complain = (name: string, complaint: string) => {
    throw new ConfigurationError(`${place}.${name}`, complaint);
  };
  const proof = rules.authentication;
  if (rules.report === undefined && rules.inbound === undefined) complain("report", "give this or inbound");
  if (proof.type === "token" && rules.inbound !== undefined) {
    complain("inbound", "needs authentication of another type than token: nothing else proves who posted it");
  }
  if (proof.type === "query" && proof.parameter === "attempt") {
    complain("authentication.parameter", "is the parameter of the attempt's own token: choose another name");
  }
  if (proof.type === "hmac") {
    const carrier = rules.format === "query" ? "url" : "body";
    if (!namesIn(proof.content ?? "{{body}}").includes(carrier)) {
      complain("authentication.content", `must have {{${carrier}}}, which holds the values`);
    }
  }
  return rules;
};
