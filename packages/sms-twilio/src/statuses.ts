import type { ErrorClass, ProviderEvidence, SuppressionCause } from "@todoke/core";
import { classifyDeliveryCode, suppressedBy } from "./error-codes.ts";

/** What a message's status says, in the contract's words. */
export interface StatusReading {
  readonly evidence: ProviderEvidence;
  /** The error code of a failure, else the status itself. */
  readonly providerCode: string;
  /** Present with `failed`. */
  readonly errorClass?: ErrorClass;
  /** What a failure says of the number itself. */
  readonly suppresses?: SuppressionCause;
}

/**
 * Reads a status and the error code beside it. Undefined for statuses that this version does not know and for those of
 * inbound messages: they say nothing of an attempt.
 */
export function readStatus(status: string, errorCode: number | undefined): StatusReading | undefined {
  const evidence = evidenceByStatus.get(status);
  if (evidence === undefined) return undefined;
  if (evidence !== "failed") return { evidence, providerCode: status };
  return {
    evidence,
    providerCode: errorCode === undefined ? status : String(errorCode),
    errorClass: status === "canceled" ? "policy" : classifyDeliveryCode(errorCode),
    ...suppressedBy(errorCode),
  };
}

/** twilio.com/docs/messaging/api/message-resource, "Message Status values". Twilio may add to them at any time. */
const evidenceByStatus: ReadonlyMap<string, ProviderEvidence> = new Map([
  ["scheduled", "accepted"],
  ["accepted", "accepted"],
  ["queued", "accepted"],
  ["sending", "accepted"],
  ["sent", "sent"],
  ["partially_delivered", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["undelivered", "failed"],
  ["failed", "failed"],
  // Taken back before it was sent, which only the account's owner can do: their wish, not a fault to work around.
  ["canceled", "failed"],
]);
