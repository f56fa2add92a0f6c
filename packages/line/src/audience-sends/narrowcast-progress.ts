import type { AudienceProgress, CallOptions, ErrorClass, JsonObject, JsonValue } from "@todoke/core";
import type { LineApi } from "../line-api.ts";

/** How far a narrowcast has come, with LINE's times. */
export interface LineNarrowcastProgress extends AudienceProgress {
  readonly acceptedAt: Date | null;
  /** Null while it goes on. */
  readonly completedAt: Date | null;
  /** With `failed`: what happened, in words. */
  readonly reason?: string;
}

/**
 * Asks LINE, which answers for 14 days after it accepted the narrowcast. Later, and for a request that was none, throws
 * `ProviderError` with code `not-found`.
 */
export async function fetchNarrowcastProgress(
  api: LineApi,
  requestId: string,
  options: CallOptions,
): Promise<LineNarrowcastProgress> {
  const { body } = await api("narrowcast-progress", { query: { requestId } }, options);
  return readNarrowcastProgress(body);
}

export function readNarrowcastProgress(body: JsonObject): LineNarrowcastProgress {
  const phase = readPhase(body["phase"]);
  return {
    phase,
    target: readCount(body["targetCount"]),
    success: readCount(body["successCount"]),
    failure: readCount(body["failureCount"]),
    acceptedAt: readTime(body["acceptedTime"]),
    completedAt: readTime(body["completedTime"]),
    ...(phase === "failed" && describeFailure(body["errorCode"])),
  };
}

interface Failure {
  readonly errorClass: ErrorClass;
  readonly providerCode: string;
  readonly reason: string;
}

/**
 * `errorCode` of a failed narrowcast ("Get narrowcast message status"). After a retry conflict the send goes on under
 * the request that LINE accepted first, so that this one's outcome is open.
 */
const failures: ReadonlyMap<unknown, Failure> = new Map([
  [1, { errorClass: "unavailable", providerCode: "internal-error", reason: "LINE failed" }],
  [
    2,
    {
      errorClass: "recipient",
      providerCode: "not-enough-recipients",
      reason: "Fewer than 50 people were left, the least for attributes and most audiences",
    },
  ],
  [
    3,
    {
      errorClass: "ambiguous",
      providerCode: "retry-conflict",
      reason: "LINE had accepted the same retry key before: ask for the progress of that request",
    },
  ],
  [
    4,
    {
      errorClass: "recipient",
      providerCode: "audience-too-small",
      reason: "One of several audiences holds fewer than 50 people",
    },
  ],
  [
    5,
    {
      errorClass: "quota",
      providerCode: "partial-delivery-forbidden",
      reason: "The remaining quota does not reach everybody, and forbidPartialDelivery was set",
    },
  ],
] as const);

function describeFailure(errorCode: JsonValue | undefined): Failure {
  return (
    failures.get(errorCode) ?? {
      errorClass: "unavailable",
      providerCode: typeof errorCode === "number" ? `narrowcast-error-${errorCode}` : "narrowcast-error",
      reason: "LINE gave up for a reason that is not documented",
    }
  );
}

const phases: readonly unknown[] = ["waiting", "sending", "succeeded", "failed"];

/** A phase that this version does not know is one that goes on. */
function readPhase(value: JsonValue | undefined): AudienceProgress["phase"] {
  return phases.includes(value) ? (value as AudienceProgress["phase"]) : "sending";
}

function readCount(value: JsonValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function readTime(value: JsonValue | undefined): Date | null {
  const at = new Date(typeof value === "string" ? value : Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}
