import { ProviderError, type ErrorClass } from "@todoke/core";
import { classByCode, readCode } from "./error-codes.ts";
import type { HttpAnswer, NoAnswerError } from "./http-call.ts";

/** Says that the vendor refused. Takes over codes and never words: vendors quote numbers and texts in theirs. */
export function refusalError({ status, headers, text }: HttpAnswer): ProviderError {
  const code = readCode(text);
  const known = code !== undefined && classByCode.has(code) ? code : undefined;
  const retryAfterMs = retryAfter(headers.get("retry-after"));
  return new ProviderError({
    class: classOf(status, known),
    providerCode: known ?? `http-${status}`,
    message: `The vendor answered ${status}${known === undefined ? "" : ` with code ${known}`}.`,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** Says that the message may have been accepted, for all that the answer tells. */
export function openOutcome(providerCode: string): ProviderError {
  const message = "The vendor's answer could not be read: the message may have been accepted.";
  return new ProviderError({ class: "ambiguous", providerCode, message });
}

export function networkError({ code, written }: NoAnswerError): ProviderError {
  return new ProviderError({
    class: written ? "ambiguous" : "unavailable",
    providerCode: code,
    message: written
      ? `The vendor gave no answer (${code}): the message may have been accepted.`
      : `The vendor could not be reached (${code}).`,
  });
}

/** Behind a failure of a server or of a gateway the message may have been accepted; an unknown refusal is not repeated. */
function classOf(status: number, code: string | undefined): ErrorClass {
  const listed = code === undefined ? undefined : classByCode.get(code);
  if (listed !== undefined) return listed;
  if (status === 429) return "throttled";
  return status === 408 || status >= 500 ? "ambiguous" : "sender";
}

/** Seconds or an HTTP date. */
function retryAfter(header: string | null): number | undefined {
  const milliseconds = /^\d{1,6}$/.test(header ?? "") ? Number(header) * 1_000 : Date.parse(header ?? "") - Date.now();
  return milliseconds >= 0 ? milliseconds : undefined;
}
