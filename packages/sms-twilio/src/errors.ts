import { ProviderError, type ErrorClass, type SuppressionCause } from "@todoke/core";
import { neverConnected } from "@todoke/sms-core";
import type { CallScope } from "./call-scope.ts";
import { classifyAnswerCode, suppressedBy } from "./error-codes.ts";

/** Whether a call may change something at Twilio. A question that failed has no open outcome. */
export type CallEffect = "send" | "ask";

/**
 * Turns whatever Twilio's client threw into the contract's error. Only codes are taken over: the thrown object holds
 * the credentials and the message text, and Twilio's own wording holds phone numbers, so none of it is kept, not even
 * as `cause`.
 */
export function toProviderError(error: unknown, effect: CallEffect, scope: CallScope): ProviderError {
  const { errorClass, providerCode, message, suppresses } = diagnose(error, scope);
  return new ProviderError({
    class: errorClass === "ambiguous" && effect === "ask" ? "unavailable" : errorClass,
    providerCode,
    message,
    ...(suppresses && { suppresses }),
    ...(scope.requestId === undefined ? {} : { requestId: scope.requestId }),
    ...(scope.retryAfterMs === undefined ? {} : { retryAfterMs: scope.retryAfterMs }),
  });
}

interface Diagnosis {
  readonly errorClass: ErrorClass;
  readonly providerCode: string;
  readonly message: string;
  readonly suppresses?: SuppressionCause;
}

function diagnose(error: unknown, scope: CallScope): Diagnosis {
  const status = readField(error, "status");
  // The client also notes the status of a success whose body then broke off.
  if (typeof status === "number" && status >= 300) return diagnoseAnswer(status, readField(error, "code"));
  if (scope.signal.aborted) return diagnoseAbort(scope);
  const code = readField(error, "code");
  if (typeof code === "string") return diagnoseNetwork(error, code);
  return {
    errorClass: scope.left ? "ambiguous" : "unavailable",
    providerCode: "unreadable-answer",
    message: "Twilio's answer could not be read: the message may have been accepted.",
  };
}

function diagnoseAnswer(status: number, code: unknown): Diagnosis {
  const known = typeof code === "number";
  return {
    errorClass: classifyAnswer(status, known ? code : undefined),
    ...suppressedBy(known ? code : undefined),
    providerCode: known ? String(code) : `http-${status}`,
    message: known ? `Twilio answered ${status} with code ${code}.` : `Twilio answered ${status}.`,
  };
}

/**
 * twilio.com/docs/api/errors/20429 alone says that nothing was processed and the call may be repeated. An error of the
 * server or of a gateway may stand behind a message that was accepted.
 */
function classifyAnswer(status: number, code: number | undefined): ErrorClass {
  if (status === 429) return "throttled";
  if (status === 408 || status >= 500) return "ambiguous";
  return code === undefined ? "sender" : classifyAnswerCode(code);
}

function diagnoseAbort(scope: CallScope): Diagnosis {
  const timedOut = readField(scope.signal.reason, "name") === "TimeoutError";
  const why = timedOut ? "Twilio did not answer in time" : "The call was aborted";
  return {
    errorClass: scope.left ? "ambiguous" : "unavailable",
    providerCode: timedOut ? "timeout" : "aborted",
    message: scope.left ? `${why}: the message may have been accepted.` : `${why} before anything was sent.`,
  };
}

function diagnoseNetwork(error: unknown, code: string): Diagnosis {
  return neverConnected(code) || failedToConnect(readField(error, "cause"))
    ? { errorClass: "unavailable", providerCode: code, message: `Twilio could not be reached (${code}).` }
    : {
        errorClass: "ambiguous",
        providerCode: code,
        message: `The connection to Twilio broke (${code}): the message may have been accepted.`,
      };
}

/**
 * The client keeps the system's own error inside its own, and only there it says which step failed. Node gathers
 * several errors into one only when it tried several addresses and none let it connect.
 */
function failedToConnect(cause: unknown): boolean {
  return readField(cause, "syscall") === "connect" || cause instanceof AggregateError;
}

function readField(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
