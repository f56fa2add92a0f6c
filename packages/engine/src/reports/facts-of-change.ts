import type { AttemptEvidence } from "@todoke/core";
import type { DeliveryChange, HistoryEntry } from "../delivery-change.ts";
import type { ReportDetails, ReportedFact, ReportReason } from "./report.ts";

type Skipped = Extract<HistoryEntry, { readonly type: "skipped" }>;
type Switched = Extract<HistoryEntry, { readonly type: "switched" }>;

/**
 * What a move of a delivery has to tell, in the order in which it happened: each step that was passed over, and then what the
 * move came to, with the evidence that led to it. Waiting, holding and trying again without a word of a provider tell nothing.
 */
export function factsOfChange(change: DeliveryChange): readonly ReportedFact[] {
  const facts = change.history.filter((entry) => entry.type === "skipped").map((entry) => skippedFact(change, entry));
  const last = lastFact(change);
  return last === undefined ? facts : [...facts, last];
}

function lastFact(change: DeliveryChange): ReportedFact | undefined {
  const { status, outcome, succeeded, history, evidence } = change;
  if (status === "final") return { ...factOf(change, "outcome", change.step, reasonOf(change)), outcome, succeeded };
  const switched = history.find((entry) => entry.type === "switched");
  if (switched !== undefined) return factOf(change, "switched", switched.fromStep, switchDetails(change, switched));
  return evidence === null ? undefined : factOf(change, "evidence", change.step, duplicateOf(change));
}

function factOf(change: DeliveryChange, type: ReportedFact["type"], step: number, details: ReportDetails): ReportedFact {
  const { at, channel, attemptId } = change;
  return { type, at, step, channel, attemptId, evidence: change.evidence as AttemptEvidence | null, outcome: null, succeeded: null, details };
}

function skippedFact(change: DeliveryChange, { step, channel, reason, detail }: Skipped): ReportedFact {
  const details = { reason: { code: reason, detail } };
  return { ...factOf(change, "skipped", step, details), channel, attemptId: null, evidence: null };
}

function reasonOf({ reasonCode, reasonDetail }: DeliveryChange): ReportDetails {
  return reasonCode === null ? {} : { reason: { code: reasonCode, detail: reasonDetail ?? "" } };
}

function switchDetails(change: DeliveryChange, { toStep, reason }: Switched): ReportDetails {
  const why: ReportReason = { code: reason, detail: `step ${toStep} takes over` };
  return { toStep, reason: why, ...duplicateOf(change) };
}

function duplicateOf({ possibleDuplicate }: DeliveryChange): ReportDetails {
  return possibleDuplicate ? { possibleDuplicate } : {};
}
