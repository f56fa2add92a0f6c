import type { ErrorClass } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { Decision, StepFacts } from "../decide.ts";
import { changeFor, historyOfMember, type ChangeDetails, type DeliveryChange, type HistoryEntry } from "../delivery-change.ts";
import type { AttemptRecord } from "../store/attempt-row.ts";
import type { AnswerRow } from "../store/write-answers.ts";

/** One change for each member that the call carried. */
export function changesFor(
  attempt: AttemptRecord,
  decision: Decision,
  facts: StepFacts,
  details: ChangeDetails,
): readonly DeliveryChange[] {
  const [first, ...others] = attempt.members;
  if (first === undefined) return [];
  const change = changeOf(attempt, first, decision, facts, details);
  const isAlike = attempt.history.length === 0;
  return [change, ...others.map((number) => (isAlike ? { ...change, number } : changeOf(attempt, number, decision, facts, details)))];
}

/** Where the deliveries stand that an attempt carries. */
export function factsOf(message: PreparedMessage, attempt: AttemptRecord, now: Date): StepFacts {
  return {
    plan: message.plan,
    step: attempt.step,
    stepStartedAt: attempt.stepStartedAt,
    validUntil: message.validUntil,
    ...(message.releasedAt && { releasedAt: message.releasedAt }),
    tries: attempt.tries,
    now,
  };
}

/** Why deliveries that this attempt carried have no success from it. */
export function failureDetails(
  attempt: AttemptRecord,
  error: { readonly class: ErrorClass; readonly providerCode: string },
): ChangeDetails {
  return {
    evidence: "failed",
    channel: attempt.channel,
    reasonCode: error.class,
    reasonDetail: `${attempt.channel} refused it (${error.providerCode})`,
  };
}

/** An answer that says nothing yet. */
export function emptyAnswer(attempt: AttemptRecord, at: Date): AnswerRow {
  return {
    id: attempt.id,
    messageId: attempt.messageId,
    claimToken: attempt.claimToken,
    at,
    evidence: "unknown",
    dueAt: null,
    answer: null,
    requestId: null,
    providerMessageIds: [],
    errorClass: null,
    providerCode: null,
    bill: null,
  };
}

/** What a decision about the call means for one of its members, with what was found out on the way to it. */
export function changeOf(
  attempt: AttemptRecord,
  number: number,
  decision: Decision,
  facts: StepFacts,
  details: ChangeDetails,
): DeliveryChange {
  const history = historyOfMember(attempt.history, number);
  const delivery = { messageId: attempt.messageId, number, status: "pending", step: stepBefore(attempt, history) } as const;
  const change = changeFor(delivery, decision, facts, { ...details, attemptId: attempt.id, history });
  // Members of a marked attempt are marked and counted already.
  return { ...change, possibleDuplicate: change.possibleDuplicate && !attempt.possibleDuplicate };
}

/** The step at which the delivery still stands in the database: steps passed over are written with the outcome. */
function stepBefore(attempt: AttemptRecord, history: readonly HistoryEntry[]): number {
  return attempt.step - history.filter((entry) => entry.type === "skipped").length;
}
