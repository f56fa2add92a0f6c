import type { ErrorClass, ProviderEvidence, SuppressionCause } from "@todoke/core";
import { classifyCode, suppressedBy } from "./error-codes.ts";

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
 * developer.vonage.com, "SMS Status Callbacks". `submitted` is no more than acceptance: it says that Vonage's own gateways
 * took the message, and carriers' intermediate receipts are not passed on.
 */
const evidenceByStatus: ReadonlyMap<string, ProviderEvidence> = new Map([
  ["submitted", "accepted"],
  ["delivered", "delivered"],
  ["rejected", "failed"],
  ["undeliverable", "failed"],
]);

/**
 * A failure without a code. `undeliverable`: Vonage could not reach whom it hands messages to. `rejected`: nobody knows,
 * and of a long text parts may have arrived ("Multi-segment SMS Status Handling"), so it is not sent again here.
 */
const classWithoutCode: ReadonlyMap<string, ErrorClass> = new Map([
  ["rejected", "recipient"],
  ["undeliverable", "unavailable"],
]);

/** Reads a status and the error code beside it. Undefined for statuses that this version does not know. */
export function readStatus(status: string, code: string | undefined): StatusReading | undefined {
  const evidence = evidenceByStatus.get(status);
  if (evidence === undefined) return undefined;
  if (evidence !== "failed") return { evidence, providerCode: status };
  const errorClass = code === undefined ? (classWithoutCode.get(status) ?? "sender") : classifyCode(code);
  return { evidence, providerCode: code ?? status, errorClass, ...suppressedBy(code) };
}
