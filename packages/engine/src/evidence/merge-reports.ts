import { mergeEvidence } from "@todoke/core";
import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import { later } from "../decide.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Observation } from "../observing/observation.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { asReleased } from "../speed/as-released.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { StoredAttempt } from "../store/attempt-row.ts";
import { settleSpends } from "../store/budgets/settle-spends.ts";
import { raiseEvidence } from "../store/correct-delivery.ts";
import { writeSuppressions } from "../store/suppressions/write-suppressions.ts";
import { updateAttempts, type AttemptUpdate, type Report } from "../store/write-evidence.ts";
import { learnFrom } from "../suppressions/learned-suppressions.ts";
import { receiptSpans } from "../tracing/trace-receipt.ts";
import type { SpanStart } from "../tracing/tracer.ts";
import { considerNews } from "./consider-news.ts";
import { lockMembers } from "./lock-members.ts";
import { roundsOf } from "./rounds.ts";

/** A report that no copy of was kept before, on an attempt that is locked. */
export interface NewReport extends Report {
  readonly attempt: StoredAttempt;
}

/** What reports led to. */
export interface Merged {
  readonly observations: readonly Observation[];
  readonly moved: readonly DeliveryChange[];
  /** One for each report on a message that is traced. */
  readonly spans: readonly SpanStart[];
}

/** A report beside the attempt as it stood before it, and what the attempt becomes. */
export interface Merge extends NewReport {
  readonly message: PreparedMessage;
  readonly update: AttemptUpdate;
  /** The attempt had no such strong word before. */
  readonly isNews: boolean;
  /** Until then nobody knew what became of the call. */
  readonly wasUnsettled: boolean;
}

/** Merges reports into their attempts: those about one delivery one after the other, all others together. */
export async function mergeReports(
  context: EngineContext,
  transaction: Database,
  reports: readonly NewReport[],
  now: Date,
): Promise<Merged> {
  const attempts = new Map(reports.map(({ attempt }) => [attempt.id, attempt]));
  const messages = await context.preparedWithin(transaction, reports.map(({ attempt }) => attempt.messageId));
  const observations: Observation[] = [];
  const moved: DeliveryChange[] = [];
  for (const round of roundsOf(reports, ({ attempt }) => [attempt.id, ...membersOf(attempt)])) {
    const merges = round.map(({ attempt, record }) => mergeOf(messages.get(attempt.messageId)!, attempts.get(attempt.id)!, record, now));
    const { observations: seen, moved: gone } = await carryOut(transaction, context.projectId, merges, now);
    observations.push(...merges.map(({ attempt, record }) => reportOf(attempt, record, now)), ...seen);
    moved.push(...gone);
    for (const { attempt, update } of merges) attempts.set(attempt.id, asUpdated(attempt, update));
  }
  const spans = context.tracer === undefined ? [] : reports.flatMap(({ attempt, record }) =>
    receiptSpans(context.projectId, messages.get(attempt.messageId)!, attempt, record, now));
  return { observations, moved, spans };
}

function membersOf({ messageId, members }: StoredAttempt): readonly string[] {
  return members.map((number) => `${messageId} ${number}`);
}

function mergeOf(unreleased: PreparedMessage, attempt: StoredAttempt, record: Report["record"], now: Date): Merge {
  const message = asReleased(unreleased, attempt.releasedAt);
  const merged = mergeEvidence({ evidence: attempt.evidence, contradicted: false }, record.evidence);
  const isNews = merged.evidence !== attempt.evidence;
  const ids = attempt.providerMessageIds;
  const newId = record.providerMessageId;
  return {
    record,
    attempt,
    message,
    isNews,
    wasUnsettled: attempt.evidence === "sending" || attempt.evidence === "unknown",
    update: {
      attempt,
      ...merged,
      errorClass: merged.evidence === "failed" ? (record.errorClass ?? attempt.errorClass) : attempt.errorClass,
      providerCode: isNews ? (record.providerCode ?? attempt.providerCode) : attempt.providerCode,
      providerMessageIds: newId === undefined || ids.includes(newId) ? ids : [...ids, newId],
      bill: record.bill,
      dueAt: nextPoll(message, attempt, merged.evidence, now),
    },
  };
}

/** The attempt still gets polled while it may bring news and none has come. */
function nextPoll(message: PreparedMessage, attempt: StoredAttempt, evidence: string, now: Date): Date | null {
  if (evidence === "failed" || evidence === "delivered" || evidence === "read") return null;
  const delays = routeOf(message, attempt)?.adapter.reconcile?.silenceDelaysMs ?? [];
  const delayMs = delays[Math.min(attempt.looks, delays.length - 1)];
  return delayMs === undefined ? null : later(now, delayMs);
}

function asUpdated(attempt: StoredAttempt, { evidence, errorClass, providerCode, providerMessageIds }: AttemptUpdate): StoredAttempt {
  const mayHaveArrived = errorClass === null || errorClass === "ambiguous";
  return { ...attempt, evidence, errorClass, providerCode, providerMessageIds, mayHaveArrived };
}

/** Writes one round. */
async function carryOut(transaction: Database, projectId: string, merges: readonly Merge[], now: Date): Promise<Omit<Merged, "spans">> {
  await updateAttempts(transaction, projectId, merges.map(({ update }) => update));
  await settleSpends(transaction, projectId, merges.filter(isSettling).map(({ attempt }) => ({ attemptId: attempt.id, messageId: attempt.messageId, verdict: "used" })));
  const news = merges.filter(({ isNews }) => isNews);
  await writeSuppressions(transaction, projectId, news.flatMap(({ message, attempt, record }) => learnFrom(attempt, routeOf(message, attempt)?.adapter.address.kind, record)));
  const observations: Observation[] = [];
  const changes: DeliveryChange[] = [];
  const raised = [];
  for (const { merge, delivery } of await lockMembers(transaction, projectId, news)) {
    const meaning = await considerNews(transaction, projectId, merge, delivery, now);
    if (meaning.change !== undefined) changes.push(meaning.change);
    if (meaning.raised !== undefined) raised.push(meaning.raised);
    if (meaning.seen !== undefined) observations.push(meaning.seen);
  }
  await raiseEvidence(transaction, projectId, raised);
  const moved = await applyChanges(transaction, projectId, changes);
  return { observations: [...observations, ...observationsOfChanges(moved)], moved };
}

function isSettling({ attempt, record, isNews, wasUnsettled }: Merge): boolean {
  return attempt.spends && ((isNews && wasUnsettled) || record.bill !== undefined);
}

function reportOf(attempt: StoredAttempt, { accountId: account, evidence, source }: Report["record"], now: Date): Observation {
  return { type: "report", account, evidence, source, afterMs: now.getTime() - attempt.startedAt.getTime() };
}
