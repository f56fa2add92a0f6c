import type { ErrorClass, ProviderEvidence } from "@todoke/core";

/** What a status proves. A failure has its error class, and nothing else has one. */
export interface StatusReading {
  readonly evidence: ProviderEvidence;
  readonly errorClass?: ErrorClass;
}

/** pigeon.example/docs/reports. States that are not listed say nothing. */
export const readingByStatus: ReadonlyMap<string, StatusReading> = new Map<string, StatusReading>([
  ["queued", { evidence: "accepted" }],
  // With the operator, which is not the phone.
  ["flying", { evidence: "sent" }],
  ["landed", { evidence: "delivered" }],
  ["lost", { evidence: "failed", errorClass: "unreachable" }],
  ["no_such_number", { evidence: "failed", errorClass: "recipient" }],
  ["turned_away", { evidence: "failed", errorClass: "policy" }],
]);
