import { errorConsequences, ProviderError, type Adapter, type SendReceipt } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import {
  backOffMs,
  decideOnEvidence,
  decideOnExhaustion,
  decideOnFailure,
  earlier,
  later,
  stepEnds,
  type Decision,
  type StepFacts,
} from "../decide.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import { storableText } from "../storable-text.ts";
import type { AttemptRecord } from "../store/attempt-row.ts";
import { changeOf, changesFor, emptyAnswer, factsOf, failureDetails } from "./attempt-changes.ts";
import { progressDelayMs } from "./follow-audience.ts";
import type { Outcome } from "./outcome-writer.ts";

/** What a failed call says that matters here; a `ProviderError` is one. */
type CallFailure = Pick<ProviderError, "class" | "providerCode" | "retryAfterMs" | "requestId" | "failedIndex">;

/** An adapter that breaks its contract may have sent all the same. */
const unexpected: CallFailure = {
  class: "ambiguous",
  providerCode: "unexpected-error",
  retryAfterMs: undefined,
  requestId: undefined,
  failedIndex: undefined,
};

/** A call that the provider accepted. */
export function outcomeOfReceipt(
  message: PreparedMessage,
  adapter: Adapter,
  attempt: AttemptRecord,
  receipt: SendReceipt,
  now: Date,
): Outcome {
  const facts = factsOf(message, attempt, now);
  const decision: Decision =
    message.audience?.hasProgress === true
      ? { next: "wait", dueAt: message.validUntil }
      : decideOnEvidence(receipt.evidence, adapter.evidence?.horizonMs ?? 0, facts);
  const pollAfterMs = decision.next === "wait" ? firstPollMs(message, adapter) : undefined;
  return {
    accountId: attempt.accountId,
    expectsReports: decision.next === "wait",
    answer: {
      ...emptyAnswer(attempt, now),
      evidence: receipt.evidence,
      answer: receipt.evidence,
      dueAt: pollAfterMs === undefined ? null : later(now, pollAfterMs),
      requestId: receipt.requestId === undefined ? null : storableText(receipt.requestId),
      providerMessageIds: receipt.providerMessageIds.map(storableText),
    },
    changes: changesFor(attempt, decision, facts, { evidence: receipt.evidence, channel: attempt.channel }),
  };
}

function firstPollMs(message: PreparedMessage, adapter: Adapter): number | undefined {
  return message.audience === undefined ? adapter.reconcile?.silenceDelaysMs[0] : progressDelayMs(0);
}

/** A call that was refused, failed, or whose answer was lost. Anything that is no `ProviderError` may have been sent. */
export function outcomeOfError(
  message: PreparedMessage,
  adapter: Adapter,
  attempt: AttemptRecord,
  thrown: unknown,
  now: Date,
): Outcome {
  const error: CallFailure = ProviderError.is(thrown) ? thrown : unexpected;
  const facts = factsOf(message, attempt, now);
  const isOpen = mayHaveArrived(attempt, error);
  const answer = {
    ...emptyAnswer(attempt, now),
    requestId: error.requestId === undefined ? null : storableText(error.requestId),
    errorClass: isOpen ? ("ambiguous" as const) : error.class,
    providerCode: storableText(error.providerCode),
  };
  const about = { accountId: attempt.accountId, expectsReports: false };
  const repeatAt = repeatUnderSameKey(message, adapter, attempt, error, isOpen, facts);
  if (repeatAt !== undefined) {
    return { ...about, answer: { ...answer, evidence: "sending", dueAt: repeatAt }, changes: [] };
  }
  if (isOpen) {
    const dueAt = nextLook(message, adapter, attempt, 0);
    return { ...about, answer: { ...answer, evidence: "unknown", dueAt }, changes: [] };
  }
  const decision = decideFailure(adapter, attempt, error, facts);
  const refused = attempt.bulk ? refusalOfBulk(attempt, error, decision, facts) : undefined;
  const changes = refused ?? changesFor(attempt, decision, facts, failureDetails(attempt, error));
  return { ...about, answer: { ...answer, evidence: "failed", answer: "failed", dueAt: null }, changes };
}

/** When an unknown outcome is next looked into: asked about, or at the end of the hold, decided by policy. */
export function nextLook(message: PreparedMessage, adapter: Adapter, attempt: AttemptRecord, looks: number): Date {
  const holdEnds = earlier(later(attempt.startedAt, message.plan.unknownHoldMs), message.validUntil);
  const delayMs = adapter.reconcile?.lostAnswerDelaysMs[looks];
  return delayMs === undefined ? holdEnds : earlier(later(attempt.startedAt, delayMs), holdEnds);
}

/** Whether the provider carries a call to this endpoint out once, however often it is made under the same key. */
export function isKeyed(adapter: Adapter, endpoint: string): boolean {
  return adapter.idempotency?.endpoints.includes(endpoint) ?? false;
}

/** Lost, or put off after an earlier call of the attempt was lost: being put off tells nothing about that one. */
function mayHaveArrived(attempt: AttemptRecord, error: CallFailure): boolean {
  if (error.class === "ambiguous") return true;
  return attempt.mayHaveArrived && errorConsequences[error.class].again === "back-off";
}

/** The same call again is safe where the provider honours the key: it is carried out once however often it is made. */
function repeatUnderSameKey(
  message: PreparedMessage,
  adapter: Adapter,
  attempt: AttemptRecord,
  error: CallFailure,
  isOpen: boolean,
  facts: StepFacts,
): Date | undefined {
  const { again } = errorConsequences[error.class];
  if (!isKeyed(adapter, attempt.endpoint) || (again !== "same-key" && again !== "back-off")) return undefined;
  const keyEnds = later(attempt.startedAt, adapter.idempotency!.keyLifetimeMs);
  const ends = isOpen ? unknownEnds(message, attempt) : stepEnds(facts);
  const dueAt = later(facts.now, Math.max(backOffMs(attempt.calls - 1), error.retryAfterMs ?? 0));
  return dueAt < earlier(ends, keyEnds) ? dueAt : undefined;
}

/** To resend under a living key is to repeat: nobody gets it twice, so there is no reason to stop at the hold. */
function unknownEnds({ plan, validUntil }: PreparedMessage, attempt: AttemptRecord): Date {
  return plan.onUnknown === "resend" ? validUntil : earlier(later(attempt.startedAt, plan.unknownHoldMs), validUntil);
}

/** A call that could be repeated under its key until the step ended is not made anew under another. */
function decideFailure(adapter: Adapter, attempt: AttemptRecord, error: CallFailure, facts: StepFacts): Decision {
  const keyEnds = later(attempt.startedAt, adapter.idempotency?.keyLifetimeMs ?? 0);
  const keyOutlastsStep = isKeyed(adapter, attempt.endpoint) && keyEnds >= stepEnds(facts);
  return keyOutlastsStep
    ? decideOnExhaustion(error.class, facts)
    : decideOnFailure(error.class, error.retryAfterMs, facts);
}

/**
 * A bulk call refused because of one recipient sent nothing to anybody: that one fails, the others go again under a new
 * key. Where the provider does not say which one it was, each goes alone.
 */
function refusalOfBulk(
  attempt: AttemptRecord,
  error: CallFailure,
  decision: Decision,
  facts: StepFacts,
): readonly DeliveryChange[] | undefined {
  if (error.class !== "recipient") return undefined;
  return attempt.members.map((number, index) => {
    if (index === error.failedIndex) {
      return changeOf(attempt, number, decision, facts, failureDetails(attempt, error));
    }
    const again: Decision = { next: "retry", dueAt: facts.now, possibleDuplicate: false };
    const change = changeOf(attempt, number, again, facts, { channel: attempt.channel });
    return error.failedIndex === undefined ? change : { ...change, tries: facts.tries };
  });
}
