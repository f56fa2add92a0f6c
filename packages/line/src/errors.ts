import { ProviderError, type ErrorClass, type JsonObject, type ProviderErrorDetails } from "@todoke/core";
import { endpoints, type EndpointName } from "./endpoints.ts";
import { anythingElse, errorRules, namesRecipient, type ErrorRule } from "./error-rules.ts";
import { parseJsonObject } from "./json-object.ts";
import { readDetails } from "./refusal-details.ts";
import type { TransportFailure, TransportResponse } from "./transport.ts";

/** An answer that is not the expected success, as the error that the contract asks for. */
export function errorFromResponse(
  endpoint: EndpointName,
  response: TransportResponse,
  retryKey?: string,
): ProviderError {
  const { status } = response;
  const body = parseJsonObject(response.text);
  const wording = body ? describeRefusal(body) : "";
  const rule = errorRules.find((candidate) => matches(candidate, endpoint, status, wording)) ?? anythingElse;
  const recipientIndex = rule.class === "recipient" ? readRecipientIndex(wording) : undefined;
  return new ProviderError({
    class: withoutAmbiguousReads(endpoint, rule.class),
    providerCode: rule.code ?? `http-${status}`,
    message: `${rule.says} (${endpoint}, HTTP ${status}${body ? explainProperties(body) : ""})`,
    ...optional("retryAfterMs", readRetryAfterMs(response.headers["retry-after"])),
    ...optional("retryKey", retryKey),
    ...optional("requestId", readRequestId(response)),
    ...optional("failedIndex", recipientIndex),
    ...optional("scope", rule.scope),
  });
}

/** A call without an answer: open when the request may have been written, harmless when it was not. */
export function errorFromFailure(endpoint: EndpointName, failure: TransportFailure, retryKey?: string): ProviderError {
  return new ProviderError({
    class: withoutAmbiguousReads(endpoint, failure.written ? "ambiguous" : "unavailable"),
    providerCode: failure.code,
    message: failure.written
      ? `LINE did not answer (${endpoint}, ${failure.code}): it may have accepted the request`
      : `The request was not sent (${endpoint}, ${failure.code})`,
    ...optional("retryKey", retryKey),
  });
}

/** LINE's name for the call; later statistics are asked for by it. */
export function readRequestId(response: TransportResponse): string | undefined {
  return readHeader(response, "x-line-request-id");
}

export function readHeader(response: TransportResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** `{ [name]: value }`, or nothing at all when there is no value. */
function optional<Name extends keyof ProviderErrorDetails>(name: Name, value: ProviderErrorDetails[Name] | undefined) {
  return value === undefined ? {} : { [name]: value };
}

function matches(rule: ErrorRule, endpoint: EndpointName, status: number, wording: string): boolean {
  const [lowest, highest] = typeof rule.status === "number" ? [rule.status, rule.status] : rule.status;
  return (
    status >= lowest &&
    status <= highest &&
    (rule.endpoints?.includes(endpoint) ?? true) &&
    (rule.pattern?.test(wording) ?? true)
  );
}

/** A question changes nothing, so that its lost answer leaves nothing open. */
function withoutAmbiguousReads(endpoint: EndpointName, errorClass: ErrorClass): ErrorClass {
  return errorClass === "ambiguous" && endpoints[endpoint].effect === "none" ? "unavailable" : errorClass;
}

function describeRefusal(body: JsonObject): string {
  const message = typeof body["message"] === "string" ? body["message"] : "";
  return [message, ...readDetails(body).map((detail) => `${detail.property}: ${detail.message}`)].join("\n");
}

function readRecipientIndex(wording: string): number | undefined {
  const found = namesRecipient.exec(wording);
  const index = found?.[1] ?? found?.[2];
  return index === undefined ? undefined : Number(index);
}

/** Paths into our own request body: they say where to look and hold nothing that a person wrote. */
const safeProperty =
  /^(?:messages|body|to|templateKey|customAggregationUnits|recipient|filter|limit|audiences|description)[\w.[\]]{0,100}$/;

/** Wordings of LINE that quote nothing from the request. */
const safeDetail = /^(?:May not be empty|(?:Size|Length) must be between \d+ and \d+|[A-Z_]{1,80})$/;

function explainProperties(body: JsonObject): string {
  return readDetails(body)
    .filter((detail) => safeProperty.test(detail.property))
    .slice(0, 5)
    .map(({ property, message }) => (safeDetail.test(message) ? `, ${property}: ${message}` : `, ${property}`))
    .join("");
}

/** Seconds or an HTTP date. LINE does not document the header; a gateway in between may set it. */
function readRetryAfterMs(value: string | string[] | undefined): number | undefined {
  if (typeof value !== "string") return undefined;
  const milliseconds = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
}
