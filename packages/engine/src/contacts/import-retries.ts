import type { ErrorClass, ProviderError } from "@todoke/core";
import type { ClaimedImport } from "../store/contact-imports.ts";
import type { ImportFailure } from "./import-view.ts";

/** Asking for a page changes nothing at the provider, so that a lost answer is simply asked for again. */
const passing: ReadonlySet<ErrorClass> = new Set<ErrorClass>(["throttled", "unavailable", "ambiguous", "unreachable"]);

const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
/** An import that has come to nothing for so long needs somebody to look. */
const patienceMs = 24 * 60 * 60_000;

/** How long to wait before the page is asked for again; undefined when that would bring nothing. */
export function retryDelayMs(error: ProviderError, { failures, startedAt }: Pick<ClaimedImport, "failures" | "startedAt">, now: Date): number | undefined {
  if (!passing.has(error.class) || now.getTime() - startedAt.getTime() > patienceMs) return undefined;
  return Math.max(error.retryAfterMs ?? 0, Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures, 20)));
}

export function failureOf({ class: errorClass, providerCode, message }: ProviderError): ImportFailure {
  return { errorClass, providerCode, detail: message };
}
