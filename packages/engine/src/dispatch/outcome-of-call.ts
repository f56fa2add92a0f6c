import { errorConsequences, ProviderError, type Adapter, type SendReceipt } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import {
  backOffMs,
  decideOnEvidence,
  decideOnExhaustion,
  decideOnFailure,
  earlier,
  isPutOff as isPutOffClass,
  later,
  stepEnds,
  type Decision,
  type StepFacts,
} from "../decide.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { QuotaRefusal } from "../quota/known-quota.ts";
import { storableText } from "../storable-text.ts";
import type { AttemptRecord } from "../store/attempt-row.ts";
import { reopensAt } from "../windows/consider-window.ts";
import { learnFrom } from "../suppressions/learned-suppressions.ts";
import { changeOf, changesFor, emptyAnswer, factsOf, failureDetails } from "./attempt-changes.ts";
import { progressDelayMs } from "./follow-audience.ts";
import type { Outcome } from "./outcome-writer.ts";

/** What a failed call says that matters here; a `ProviderError` is one. */
interface CallFailure extends Pick<ProviderError, "class" | "providerCode" | "retryAfterMs" | "requestId" | "failedIndex" | "suppresses"> {
  /** What it meant where the class is `quota`. */
  readonly quotaRefusal?: QuotaRefusal;
}

/** An adapter that breaks its contract may have sent all the same. */
const unexpected: CallFailure = {
  class: "ambiguous",
  providerCode: "unexpected-error",
  retryAfterMs: undefined,
  requestId: undefined,
  failedIndex: undefined,
  suppresses: undefined,
};

function failureOf(thrown: unknown, quotaRefusal: QuotaRefusal): CallFailure {
  if (!ProviderError.is(thrown)) return unexpected;
  const { class: errorClass, providerCode, retryAfterMs, requestId, failedIndex, suppresses } = thrown;
  return { class: errorClass, providerCode, retryAfterMs, requestId, failedIndex, suppresses, quotaRefusal };
}

function isPutOff(error: CallFailure): boolean {
  return isPutOffClass(error.class, error.quotaRefusal === "reserved");
}

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
      bill: receipt.bill ?? null,
    },
    changes: changesFor(attempt, decision, facts, { evidence: receipt.evidence, channel: attempt.channel }),
  };
}

function firstPollMs(message: PreparedMessage, adapter: Adapter): number | undefined {
  return message.audience === undefined ? adapter.reconcile?.silenceDelaysMs[0] : progressDelayMs(0);
}

/** What else is known when a call has failed. */
export interface FailureContext {
  readonly quotaRefusal?: QuotaRefusal;
  /** Another account of the step would carry another attempt: better to make one than to repeat this one under its key. */
  readonly mayMove?: boolean;
  /** Nothing has ever been called on this step: its clock has not begun either. */
  readonly isUnbegun?: boolean;
}

/** A call that was refused, failed, or whose answer was lost. Anything that is no `ProviderError` may have been sent. */
export function outcomeOfError(
  message: PreparedMessage,
  adapter: Adapter,
  attempt: AttemptRecord,
  thrown: unknown,
  now: Date,
  { quotaRefusal = "unknown", mayMove = false, isUnbegun = false }: FailureContext = {},
): Outcome {
  const error = failureOf(thrown, quotaRefusal);
  const facts = { ...factsOf(message, attempt, now), optedOut: error.suppresses === "opt-out" };
  const isOpen = mayHaveArrived(attempt, error);
  const answer = {
    ...emptyAnswer(attempt, now),
    requestId: error.requestId === undefined ? null : storableText(error.requestId),
    errorClass: isOpen ? ("ambiguous" as const) : error.class,
    providerCode: storableText(error.providerCode),
  };
  const about = { accountId: attempt.accountId, expectsReports: false };
  const isMoving = mayMove && !isOpen && isPutOff(error);
  const againAt = later(now, Math.max(backOffMs(attempt.calls - 1), error.retryAfterMs ?? 0));
  const opensAt = reopensAt(message, attempt.timeZone, againAt);
  // Nobody got it: it goes with the others when the window opens, under a key of that day.
  const isHeld = opensAt !== undefined && !isOpen && isPutOff(error);
  const repeatAt = isMoving || isHeld ? undefined : repeatUnderSameKey(message, adapter, attempt, error, isOpen, facts, opensAt ?? againAt);
  if (repeatAt !== undefined) {
    return { ...about, answer: { ...answer, evidence: "sending", dueAt: repeatAt }, changes: [] };
  }
  if (isOpen) {
    const dueAt = nextLook(message, adapter, attempt, 0);
    return { ...about, answer: { ...answer, evidence: "unknown", dueAt }, changes: [] };
  }
  const decision = isMoving
    ? decideOnFailure(error.class, undefined, facts, error.quotaRefusal === "reserved")
    : decideFailure(adapter, attempt, error, facts, isHeld);
  const refused = attempt.bulk ? refusalOfBulk(attempt, error, decision, facts) : undefined;
  const failed = changesFor(attempt, decision, facts, failureDetails(attempt, error));
  const changes = refused ?? (isHeld && decision.next === "retry" ? failed.map((change) => asBefore(change, facts, isUnbegun)) : failed);
  const suppressions = learnFrom(attempt, adapter.address.kind, error);
  return { ...about, answer: { ...answer, evidence: "failed", answer: "failed", dueAt: null }, changes, suppressions };
}

/** It goes with those that were never called when the window opens, and shares their calls. */
function asBefore(change: DeliveryChange, { tries }: StepFacts, isUnbegun: boolean): DeliveryChange {
  return isUnbegun ? { ...change, tries, stepStartedAt: null } : { ...change, tries };
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
  return attempt.mayHaveArrived && isPutOff(error);
}

/** The same call again is safe where the provider honours the key: it is carried out once however often it is made. */
function repeatUnderSameKey(
  message: PreparedMessage,
  adapter: Adapter,
  attempt: AttemptRecord,
  error: CallFailure,
  isOpen: boolean,
  facts: StepFacts,
  againAt: Date,
): Date | undefined {
  const mayRepeat = errorConsequences[error.class].again === "same-key" || isPutOff(error);
  if (!isKeyed(adapter, attempt.endpoint) || !mayRepeat) return undefined;
  const keyEnds = later(attempt.startedAt, adapter.idempotency!.keyLifetimeMs);
  const ends = isOpen ? unknownEnds(message, attempt) : stepEnds(facts);
  return againAt < earlier(ends, keyEnds) ? againAt : undefined;
}

/** To resend under a living key is to repeat: nobody gets it twice, so there is no reason to stop at the hold. */
function unknownEnds({ plan, validUntil }: PreparedMessage, attempt: AttemptRecord): Date {
  return plan.onUnknown === "resend" ? validUntil : earlier(later(attempt.startedAt, plan.unknownHoldMs), validUntil);
}

/** A call that could be repeated under its key until the step ended is not made anew under another. */
function decideFailure(
  adapter: Adapter,
  attempt: AttemptRecord,
  error: CallFailure,
  facts: StepFacts,
  isHeld: boolean,
): Decision {
  // A token that is spent or too old says nothing against its person: the same goes out without one.
  if (attempt.endpoint === adapter.reply?.endpoint && error.class === "recipient") {
    return { next: "retry", dueAt: facts.now, possibleDuplicate: false };
  }
  const keyEnds = later(attempt.startedAt, adapter.idempotency?.keyLifetimeMs ?? 0);
  const keyOutlastsStep = isPutOff(error) && !isHeld && isKeyed(adapter, attempt.endpoint) && keyEnds >= stepEnds(facts);
  return keyOutlastsStep
    ? decideOnExhaustion(error.class, facts)
    : decideOnFailure(error.class, error.retryAfterMs, facts, error.quotaRefusal === "reserved");
}

/**
 * A bulk call refused because of one recipient sent nothing to anybody: that one fails, the others go again under a new
 * key. Where the provider does not say which one it was, each goes alone; so it is where the quota holds some of them.
 */
function refusalOfBulk(
  attempt: AttemptRecord,
  error: CallFailure,
  decision: Decision,
  facts: StepFacts,
): readonly DeliveryChange[] | undefined {
  const isShort = error.class === "quota" && error.quotaRefusal === "short";
  if (error.class !== "recipient" && !isShort) return undefined;
  return attempt.members.map((number, index) => {
    if (index === error.failedIndex) {
      return changeOf(attempt, number, decision, facts, failureDetails(attempt, error));
    }
    const again: Decision = { next: "retry", dueAt: facts.now, possibleDuplicate: false };
    const change = changeOf(attempt, number, again, facts, { channel: attempt.channel });
    return error.failedIndex === undefined ? change : { ...change, tries: facts.tries };
  });
}
