import type { ErrorClass, ProviderEvidence } from "@todoke/core";

/** What a status proves. A failure has its error class, and nothing else has one. */
export interface StatusReading {
  readonly evidence: ProviderEvidence;
  readonly errorClass?: ErrorClass;
}

/**
 * The vendor's statuses, from the page of its documentation that lists them: put its address here. `delivered` means the
 * person's device; what a carrier took over is `sent`. Those that are not listed say nothing.
 */
export const readingByStatus: ReadonlyMap<string, StatusReading> = new Map<string, StatusReading>([]);
