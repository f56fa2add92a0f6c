import type { AttemptEvidence, DeliveryOutcome } from "@todoke/core";

/** What a report tells of. */
export const reportTypes = ["evidence", "skipped", "switched", "outcome", "corrected"] as const;

export type ReportType = (typeof reportTypes)[number];

/** Of a delivery that has no success: a stable word, and a sentence for people. */
export interface ReportReason {
  readonly code: string;
  readonly detail: string;
}

/** What only some reports say. */
export interface ReportDetails {
  readonly reason?: ReportReason;
  /** Of a switch. */
  readonly toStep?: number;
  /** Of a correction: what was reported before. */
  readonly previousOutcome?: DeliveryOutcome;
  /** The person had been reached by another step. */
  readonly duplicateContact?: true;
  /** The next call may repeat an earlier one. */
  readonly possibleDuplicate?: true;
}

/** One thing that happened to a delivery. */
export interface ReportedFact {
  readonly type: ReportType;
  readonly at: Date;
  readonly step: number;
  readonly channel: string | null;
  readonly attemptId: string | null;
  readonly evidence: AttemptEvidence | null;
  readonly outcome: DeliveryOutcome | null;
  readonly succeeded: boolean | null;
  readonly details: ReportDetails;
}

/** Whether it tells how a delivery ended. */
export function isFinal({ type }: Pick<ReportedFact, "type">): boolean {
  return type === "outcome" || type === "corrected";
}
