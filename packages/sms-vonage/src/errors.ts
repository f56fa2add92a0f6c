import { ProviderError, type ErrorClass } from "@todoke/core";
import { readRetryAfterMs } from "@todoke/sms-core";
import { classifyCode, codeOfOneNumber, readCode, suppressedBy } from "./error-codes.ts";
import { parseObject } from "./json-object.ts";
import type { TransportFailure, TransportResponse } from "./transport.ts";

/**
 * An answer that is no success, as the contract's error. Codes are taken over and words are not: Vonage's may hold the
 * number or the text.
 */
export function errorFromResponse({ status, headers, text }: TransportResponse): ProviderError {
  const body = parseObject(text);
  const code = body === undefined ? undefined : readCode(body);
  const errorClass = classifyAnswer(status, code);
  // Vonage does not document the header; a gateway in between may set it.
  const retryAfterMs = readRetryAfterMs(headers["retry-after"]);
  const requestId = readInstance(body?.["instance"]);
  return new ProviderError({
    class: errorClass,
    ...suppressedBy(code),
    providerCode: code ?? `http-${status}`,
    message: `Vonage answered ${status}${code === undefined ? "" : ` with code ${code}`}${explanations[errorClass] ?? ""}.`,
    ...(errorClass === "throttled" && code === codeOfOneNumber ? { scope: "address" as const } : {}),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** A call without an answer: open when the request may have been written, harmless when it was not. */
export function errorFromFailure({ code, written }: TransportFailure): ProviderError {
  return new ProviderError({
    class: written ? "ambiguous" : "unavailable",
    providerCode: code,
    message: written
      ? `Vonage did not answer (${code}): the message may have been accepted.`
      : `Vonage could not be reached (${code}): nothing was sent.`,
  });
}

const explanations: Partial<Readonly<Record<ErrorClass, string>>> = {
  ambiguous: ": the message may have been accepted",
};

/**
 * Only 429 is known to send nothing. An error of the server, 1030 included, may stand behind a message that was accepted;
 * Vonage does not say.
 */
function classifyAnswer(status: number, code: string | undefined): ErrorClass {
  if (status === 429) return "throttled";
  if (status === 408 || status >= 500) return "ambiguous";
  const errorClass = code === undefined ? "sender" : classifyCode(code);
  return errorClass === "unavailable" ? "ambiguous" : errorClass;
}

/** Vonage's name for a refused call, for its support: hexadecimal, or nothing that is taken over. */
function readInstance(instance: unknown): string | undefined {
  return typeof instance === "string" && /^[0-9a-f-]{32,36}$/i.test(instance) ? instance : undefined;
}
