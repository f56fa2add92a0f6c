import { ProviderError, type ErrorClass } from "@todoke/core";
import type { ErrorTable, UnknownRefusalClass } from "./config.ts";
import type { TransportFailure } from "./transport.ts";

/** Whether a call may reach a person. A question that failed has no open outcome. */
export type CallEffect = "send" | "ask";

/** A refusal in the carrier's terms. */
export interface Refusal {
  readonly status: number;
  /** The carrier's own, where it gave one. */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** How refusals are classed. */
export interface RefusalRules {
  readonly errors?: ErrorTable | undefined;
  readonly otherwise?: UnknownRefusalClass | undefined;
}

export function refusalError(refusal: Refusal, rules: RefusalRules, effect: CallEffect): ProviderError {
  const { status, code, requestId, retryAfterMs } = refusal;
  const shown = shownCode(code, rules.errors ?? {});
  return providerError(effect, {
    class: classOf(refusal, rules),
    providerCode: shown ?? `http-${status}`,
    message: shown === undefined ? `The carrier answered ${status}.` : `The carrier answered ${status} with code ${shown}.`,
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}

/** The call may have been accepted, for all that its answer says. */
export function openOutcome(providerCode: string, message: string, effect: CallEffect, requestId?: string): ProviderError {
  return providerError(effect, { class: "ambiguous", providerCode, message, ...(requestId !== undefined && { requestId }) });
}

export function networkError({ code, written }: TransportFailure, effect: CallEffect): ProviderError {
  const what = written ? `The carrier gave no complete answer (${code})` : `The carrier could not be reached (${code})`;
  const open = written && effect === "send";
  return new ProviderError({
    class: open ? "ambiguous" : "unavailable",
    providerCode: code,
    message: open ? `${what}: the message may have been accepted.` : `${what}.`,
  });
}

function providerError(effect: CallEffect, details: ConstructorParameters<typeof ProviderError>[0]): ProviderError {
  return new ProviderError(effect === "ask" && details.class === "ambiguous" ? { ...details, class: "unavailable" } : details);
}

function classOf({ status, code }: Refusal, { errors = {}, otherwise = "sender" }: RefusalRules): ErrorClass {
  const listed = (code === undefined ? undefined : ownEntry(errors, code)) ?? ownEntry(errors, `http-${status}`);
  return listed ?? statusClass(status) ?? otherwise;
}

/** RFC 9110: behind a time-out or a failure of the server or of a gateway, the message may have been accepted. */
function statusClass(status: number): ErrorClass | undefined {
  if (status === 429) return "throttled";
  if (status === 408 || status >= 500) return "ambiguous";
  // Whoever redirects did not take the message: the configured address is wrong.
  return status < 400 && status >= 300 ? "sender" : undefined;
}

/**
 * A code that may be shown. Those that the settings list are known; others could be words of the carrier's about the
 * message, or the number.
 */
export function shownCode(code: string | undefined, known: Readonly<Record<string, unknown>>): string | undefined {
  if (code === undefined || Object.hasOwn(known, code)) return code;
  return /^[\w.:*-]{1,32}$/.test(code) && !/\d{7}/.test(code) ? code : undefined;
}

export function ownEntry<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
