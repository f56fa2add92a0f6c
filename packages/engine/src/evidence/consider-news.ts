import { meets, type ProviderEvidence } from "@todoke/core";
import { routeOf } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { decideOnEvidence, decideOnFailure } from "../decide.ts";
import { changeFor, historyOfMember, type DeliveryChange } from "../delivery-change.ts";
import { factsOf, failureDetails } from "../dispatch/attempt-changes.ts";
import type { Observation } from "../observing/observation.ts";
import type { StoredAttempt } from "../store/attempt-row.ts";
import { correctDelivery, markDuplicateContact, type LateWord } from "../store/correct-delivery.ts";
import { keepOvertakenAttempt } from "../store/keep-overtaken-attempt.ts";
import type { LockedDelivery } from "../store/lock-deliveries.ts";
import type { Merge } from "./merge-reports.ts";

/** What news means for one delivery. Nothing where it says nothing new, or where the fact is written already. */
export interface MeaningOfNews {
  /** The open delivery moves. */
  readonly change?: DeliveryChange;
  /** It stays where it is, with a stronger word. */
  readonly raised?: LateWord;
  /** To be told once the transaction is committed. */
  readonly seen?: Observation;
}

/** Facts about closed deliveries are written here, which is rare; what moves or raises others is given back. */
export async function considerNews(transaction: Database, projectId: string, merge: Merge, delivery: LockedDelivery, now: Date): Promise<MeaningOfNews> {
  const { message, attempt, record, wasUnsettled } = merge;
  const succeeds = meets(record.evidence, message.plan.steps[attempt.step]!.succeedOn);
  if (delivery.status === "final") {
    // The answer to its call, if one comes, says nothing any more.
    if (wasUnsettled) await keepAttempt(transaction, projectId, attempt, delivery);
    if (succeeds) return noteLateSuccess(transaction, projectId, attempt, delivery, record.evidence, now);
    return {};
  }
  if (!succeeds && !isUnderWay(attempt, delivery, wasUnsettled)) return {};
  if (!succeeds && !wasUnsettled && record.evidence !== "failed") return { raised: lateWord(attempt, delivery, record.evidence, now) };
  return { change: moveOf(merge, delivery, now) };
}

function moveOf({ message, attempt, record, wasUnsettled }: Merge, delivery: LockedDelivery, now: Date): DeliveryChange {
  const adapter = routeOf(message, attempt)?.adapter;
  const facts = { ...factsOf(message, attempt, now), tries: delivery.tries, optedOut: record.suppresses === "opt-out" };
  const errorClass = record.errorClass ?? "recipient";
  const decision =
    record.evidence === "failed"
      ? decideOnFailure(errorClass, undefined, facts)
      : decideOnEvidence(record.evidence, adapter?.evidence?.horizonMs ?? 0, facts);
  const details =
    record.evidence === "failed"
      ? failureDetails(attempt, { class: errorClass, providerCode: record.providerCode ?? "failed" })
      : { evidence: record.evidence, channel: attempt.channel };
  const history = wasUnsettled ? historyOfMember(attempt.history, delivery.number) : [];
  return changeFor(delivery, decision, facts, { ...details, attemptId: attempt.id, history });
}

/**
 * Whether the delivery still stands on this attempt. An attempt that was given up, as unknown or at a deadline, has been
 * followed by another call: short of success nothing may move the delivery then, or that call would be made twice.
 */
function isUnderWay(attempt: StoredAttempt, delivery: LockedDelivery, wasUnsettled: boolean): boolean {
  if (!delivery.attemptIds.includes(attempt.id)) return wasUnsettled;
  return !wasUnsettled && delivery.step === attempt.step && delivery.attemptIds.at(-1) === attempt.id;
}

/** The delivery was closed while the call was under way: the call belongs to its record all the same. */
async function keepAttempt(transaction: Database, projectId: string, attempt: StoredAttempt, { messageId, number }: LockedDelivery): Promise<void> {
  const history = historyOfMember(attempt.history, number);
  await keepOvertakenAttempt(transaction, projectId, { messageId, number, attemptId: attempt.id, history, step: attempt.step, succeeded: null, channel: attempt.channel, evidence: null, at: attempt.startedAt });
}

/** The delivery was closed before: its success stands, and this is a duplicate contact; or this is its success. */
async function noteLateSuccess(
  transaction: Database,
  projectId: string,
  attempt: StoredAttempt,
  delivery: LockedDelivery,
  outcome: ProviderEvidence,
  at: Date,
): Promise<MeaningOfNews> {
  const { step, channel } = attempt;
  const word = lateWord(attempt, delivery, outcome, at);
  if (delivery.succeeded !== true) {
    const from = await correctDelivery(transaction, projectId, { ...word, outcome, channel });
    return from === undefined ? {} : { seen: { type: "corrected", channel, from, outcome } };
  }
  if (delivery.step === step) return { raised: word };
  return (await markDuplicateContact(transaction, projectId, word)) ? { seen: { type: "duplicate-contact", channel } } : {};
}

function lateWord({ id: attemptId, step, channel }: StoredAttempt, { messageId, number }: LockedDelivery, evidence: ProviderEvidence, at: Date): LateWord {
  return { messageId, number, attemptId, step, channel, evidence, at };
}
