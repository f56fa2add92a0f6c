import { meets, mergeEvidence, type Correlation, type DeliveryOutcome } from "@todoke/core";
import { monthAt } from "../calendar-month.ts";
import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { decideOnEvidence, decideOnFailure, later } from "../decide.ts";
import { changeFor, historyOfMember, type DeliveryChange } from "../delivery-change.ts";
import { factsOf, failureDetails } from "../dispatch/attempt-changes.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Observation } from "../observing/observation.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { asReleased } from "../speed/as-released.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { StoredAttempt } from "../store/attempt-row.ts";
import { correctDelivery, markDuplicateContact, raiseEvidence } from "../store/correct-delivery.ts";
import { findAttempt } from "../store/find-attempt.ts";
import { keepOvertakenAttempt } from "../store/keep-overtaken-attempt.ts";
import { lockDeliveries, type LockedDelivery } from "../store/lock-deliveries.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { settleSpends } from "../store/budgets/settle-spends.ts";
import { writeSuppressions } from "../store/suppressions/write-suppressions.ts";
import { claimOrphans, findOrphanedIds, updateAttempt, writeEvidence, type EvidenceRecord } from "../store/write-evidence.ts";
import { learnFrom } from "../suppressions/learned-suppressions.ts";

/**
 * Takes in a provider's later word: keeps it, merges it into its attempt, and moves the attempt's deliveries, in one
 * transaction under their locks. Repeated and out-of-order reports end in the same state. A report whose attempt is
 * not known is kept and joined when the attempt's answer names it. One that names no message of the provider's can never be
 * joined, and is let go: where a token is all the proof, anybody can post one with a token of their own.
 */
export async function recordEvidence(
  context: EngineContext,
  record: EvidenceRecord,
  correlation: Correlation,
): Promise<void> {
  await context.months.ensure(monthAt(context.clock.now()));
  const { isOrphan, observations } = await retryOnConflict(() =>
    context.connection.transaction().execute(async (transaction) => {
      const attempt = await findAttempt(transaction, record.accountId, correlation);
      if (attempt === undefined && record.providerMessageId === undefined) return { isOrphan: false, observations: [] };
      const now = context.clock.now();
      const isNew = await writeEvidence(transaction, record, attempt, now);
      if (!isNew || attempt === undefined) return { isOrphan: attempt === undefined, observations: [] };
      return { isOrphan: false, observations: await mergeIntoAttempt(context, transaction, attempt, record, now) };
    }),
  );
  observations.forEach(context.observe);
  // The answer that names the attempt may have been written while this report was: whoever is later joins the two.
  if (isOrphan && record.providerMessageId !== undefined) {
    await joinOrphans(context, record.accountId, [record.providerMessageId]);
  }
  context.nudge("deliveries");
}

/** Joins reports that overtook the answers which now name their attempts. */
export async function joinOrphans(
  context: EngineContext,
  accountId: string,
  providerMessageIds: readonly string[],
): Promise<void> {
  for (const providerMessageId of await findOrphanedIds(context.connection, accountId, providerMessageIds, context.clock.now())) {
    const observations = await retryOnConflict(() =>
      context.connection.transaction().execute(async (transaction) => {
        const seen: Observation[] = [];
        let attempt = await findAttempt(transaction, accountId, { providerMessageId });
        if (attempt === undefined) return seen;
        for (const record of await claimOrphans(transaction, attempt)) {
          seen.push(...(await mergeIntoAttempt(context, transaction, attempt, record, context.clock.now())));
          attempt = (await findAttempt(transaction, accountId, { providerMessageId })) ?? attempt;
        }
        return seen;
      }),
    );
    observations.forEach(context.observe);
  }
}

/** Gives what there is to tell once the transaction is committed. */
async function mergeIntoAttempt(
  context: EngineContext,
  transaction: Database,
  attempt: StoredAttempt,
  record: EvidenceRecord,
  now: Date,
): Promise<readonly Observation[]> {
  const merged = mergeEvidence({ evidence: attempt.evidence, contradicted: false }, record.evidence);
  const isNews = merged.evidence !== attempt.evidence;
  const message = asReleased(await context.prepared(attempt.messageId, transaction), attempt.releasedAt);
  const ids = attempt.providerMessageIds;
  const newId = record.providerMessageId;
  await updateAttempt(transaction, attempt, {
    ...merged,
    errorClass: merged.evidence === "failed" ? (record.errorClass ?? attempt.errorClass) : attempt.errorClass,
    providerCode: isNews ? (record.providerCode ?? attempt.providerCode) : attempt.providerCode,
    providerMessageIds: newId === undefined || ids.includes(newId) ? ids : [...ids, newId],
    bill: record.bill,
    dueAt: nextPoll(message, attempt, merged.evidence, now),
  });
  const seen: Observation[] = [reportOf(attempt, record, now)];
  const isSettled = isNews && (attempt.evidence === "sending" || attempt.evidence === "unknown");
  if (attempt.spends && (isSettled || record.bill !== undefined)) await settleSpends(transaction, [{ attemptId: attempt.id, messageId: attempt.messageId, verdict: "used" }]);
  if (!isNews) return seen;
  const addressKind = routeOf(message, attempt)?.adapter.address.kind;
  await writeSuppressions(transaction, learnFrom(attempt, addressKind, record));
  const deliveries = await lockDeliveries(transaction, attempt.messageId, attempt.members);
  const changes: DeliveryChange[] = [];
  for (const delivery of deliveries) {
    const change = await considerNews(transaction, message, attempt, delivery, record, now, seen);
    if (change !== undefined) changes.push(change);
  }
  seen.push(...observationsOfChanges(await applyChanges(transaction, changes)));
  return seen;
}

function reportOf(attempt: StoredAttempt, { accountId: account, evidence, source }: EvidenceRecord, now: Date): Observation {
  return { type: "report", account, evidence, source, afterMs: now.getTime() - attempt.startedAt.getTime() };
}

/** The attempt still gets polled while it may bring news and none has come. */
function nextPoll(message: PreparedMessage, attempt: StoredAttempt, evidence: string, now: Date): Date | null {
  if (evidence === "failed" || evidence === "delivered" || evidence === "read") return null;
  const delays = routeOf(message, attempt)?.adapter.reconcile?.silenceDelaysMs ?? [];
  const delayMs = delays[Math.min(attempt.looks, delays.length - 1)];
  return delayMs === undefined ? null : later(now, delayMs);
}

/** What the news means for one delivery; facts about closed deliveries are written here, moves of open ones returned. */
async function considerNews(
  transaction: Database,
  message: PreparedMessage,
  attempt: StoredAttempt,
  delivery: LockedDelivery,
  record: EvidenceRecord,
  now: Date,
  seen: Observation[],
): Promise<DeliveryChange | undefined> {
  const { succeedOn } = message.plan.steps[attempt.step]!;
  const succeeds = meets(record.evidence, succeedOn);
  const wasUnsettled = attempt.evidence === "sending" || attempt.evidence === "unknown";
  if (delivery.status === "final") {
    // The answer to its call, if one comes, says nothing any more.
    if (wasUnsettled) await keepAttempt(transaction, attempt, delivery);
    if (succeeds) seen.push(...(await noteLateSuccess(transaction, attempt, delivery, record.evidence, now)));
    return undefined;
  }
  if (!succeeds && !isUnderWay(attempt, delivery, wasUnsettled)) return undefined;
  if (!succeeds && !wasUnsettled && record.evidence !== "failed") {
    await raiseEvidence(transaction, delivery.messageId, delivery.number, record.evidence);
    return undefined;
  }
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
async function keepAttempt(transaction: Database, attempt: StoredAttempt, { messageId, number }: LockedDelivery): Promise<void> {
  const history = historyOfMember(attempt.history, number);
  await keepOvertakenAttempt(transaction, { messageId, number, attemptId: attempt.id, history, step: attempt.step, succeeded: null });
}

/** The delivery was closed before: its success stands, and this is a duplicate contact; or this is its success. */
async function noteLateSuccess(
  transaction: Database,
  attempt: StoredAttempt,
  delivery: LockedDelivery,
  evidence: EvidenceRecord["evidence"],
  now: Date,
): Promise<readonly Observation[]> {
  const { messageId, number } = delivery;
  const { step, channel } = attempt;
  const outcome: DeliveryOutcome = evidence;
  if (delivery.succeeded !== true) {
    const from = await correctDelivery(transaction, { messageId, number, outcome, step, channel, at: now });
    return from === undefined ? [] : [{ type: "corrected", channel, from, outcome }];
  }
  if (delivery.step === step) {
    await raiseEvidence(transaction, messageId, number, outcome);
    return [];
  }
  return (await markDuplicateContact(transaction, messageId, number)) ? [{ type: "duplicate-contact", channel }] : [];
}

