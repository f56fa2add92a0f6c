import { createHmac, timingSafeEqual } from "node:crypto";
import { SignatureError, type InboundRequest } from "@todoke/core";
import type { CallbackAuthentication, HmacAuthentication } from "../callback-config.ts";
import { readTime } from "../read-time.ts";
import { parseTemplate } from "../templates/template.ts";
import { queryOf } from "./query.ts";

const defaultToleranceMs = 5 * 60_000;

/** Throws `SignatureError` unless the request proves what the settings ask for. Every secret is tried. */
export function verifyCallback(authentication: CallbackAuthentication, request: InboundRequest): void {
  if (!isGenuine(authentication, request)) {
    throw new SignatureError(`The callback does not prove where it comes from: ${advice[authentication.type]}.`);
  }
}

const advice: Readonly<Record<CallbackAuthentication["type"], string>> = {
  hmac: "check the secret, what is signed, and the clock",
  header: "check the header and its secret",
  query: "check the secret in the address that was entered at the carrier",
  token: "the address must be the one that the attempt was sent with",
};

function isGenuine(authentication: CallbackAuthentication, request: InboundRequest): boolean {
  switch (authentication.type) {
    case "hmac":
      return isSigned(authentication, request);
    case "header":
      return isOneOf(request.headers[authentication.header.toLowerCase()], authentication.secrets);
    case "query":
      return isOneOf(queryOf(request.url).get(authentication.parameter) ?? undefined, authentication.secrets);
    case "token":
      return (queryOf(request.url).get("attempt") ?? "") !== "";
  }
}

function isSigned(authentication: HmacAuthentication, request: InboundRequest): boolean {
  const { algorithm, secrets, encoding, prefix = "", header, timestamp } = authentication;
  const given = request.headers[header.toLowerCase()] ?? "";
  if (!given.startsWith(prefix)) return false;
  const written = timestamp && request.headers[timestamp.header.toLowerCase()];
  if (timestamp !== undefined && !isRecent(written, timestamp.toleranceMs ?? defaultToleranceMs)) return false;
  const content = signedContent(authentication.content ?? "{{body}}", request, written ?? "");
  const signatures = secrets.map((secret) => createHmac(algorithm, secret).update(content).digest(encoding));
  // Carriers write hexadecimal digits in either case.
  const upperCase = encoding === "hex" ? signatures.map((signature) => signature.toUpperCase()) : [];
  return isOneOf(given.slice(prefix.length), [...signatures, ...upperCase]);
}

/** The bytes as they came: the body need not be text. */
function signedContent(template: string, request: InboundRequest, timestamp: string): Buffer {
  const values: Readonly<Record<string, string | Uint8Array>> = {
    body: request.body,
    timestamp,
    url: request.url,
    method: request.method,
  };
  const parts = parseTemplate(template).map((part, index) => (index % 2 === 0 ? part : (values[part] ?? "")));
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

function isRecent(written: string | undefined, toleranceMs: number): boolean {
  const at = readTime(written);
  return at !== undefined && Math.abs(Date.now() - at.getTime()) <= toleranceMs;
}

/** The time taken says nothing about which one fits, nor how nearly. */
function isOneOf(given: string | undefined, expected: readonly string[]): boolean {
  let found = false;
  for (const one of expected) found = sameText(given ?? "", one) || found;
  return given !== undefined && given !== "" && found;
}

function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
