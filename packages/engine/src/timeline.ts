import type { ProviderEvidence } from "@todoke/core";
import { historyOfMember, type HistoryEntry } from "./delivery-change.ts";
import type { TimelineEntry } from "./delivery-view.ts";
import type { DeliveryViewRow } from "./store/read-deliveries.ts";
import type { TimelineAttempt, TimelineEvidence } from "./store/read-delivery.ts";

/** Everything that happened to a delivery, oldest first; what happened at the same moment in the order of causes. */
export function timelineOf(
  delivery: DeliveryViewRow,
  attempts: readonly TimelineAttempt[],
  evidence: readonly TimelineEvidence[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [
    { type: "submitted", at: delivery.created_at },
    ...(delivery.history ?? []).map(historyEntry).map((entry) => afterItsCause(entry, attempts)),
    ...attempts.flatMap((attempt) => carriedHistory(delivery, attempt)),
    ...attempts.flatMap(attemptEntries),
    ...evidence.map(evidenceEntry),
    ...finalEntries(delivery),
  ];
  return entries
    .map((entry, index) => ({ entry, index }))
    .toSorted((one, other) => compare(one.entry, other.entry) || one.index - other.index)
    .map(({ entry }) => entry);
}

/** The order of entries of the same moment. */
const causes: readonly TimelineEntry["type"][] = [
  "submitted",
  "lookup",
  "skipped",
  "attempt",
  "evidence",
  "switched",
  "held",
  "corrected",
  "final",
];

/** Clocks differ by milliseconds between processes; nothing comes before the beginning all the same. */
function compare(one: TimelineEntry, other: TimelineEntry): number {
  if (one.type === "submitted" || other.type === "submitted") return one.type === "submitted" ? -1 : 1;
  return one.at.getTime() - other.at.getTime() || causes.indexOf(one.type) - causes.indexOf(other.type);
}

function historyEntry({ at, ...entry }: HistoryEntry): TimelineEntry {
  return entry.type === "held"
    ? { ...entry, at: new Date(at), until: new Date(entry.until) }
    : { ...entry, at: new Date(at) };
}

/**
 * A switch is dated when it is decided, the answer that caused it when it is written, a moment later: it is shown with
 * that answer.
 */
function afterItsCause(entry: TimelineEntry, attempts: readonly TimelineAttempt[]): TimelineEntry {
  if (entry.type !== "switched") return entry;
  const answers = attempts
    .filter(({ step }) => step === entry.fromStep)
    .flatMap(({ started_at, answered_at }) => [started_at, answered_at ?? started_at]);
  return { ...entry, at: new Date(Math.max(...[entry.at, ...answers].map(Number))) };
}

/** What was found out on the way to an attempt stays with it until the attempt's outcome is written. */
function carriedHistory(delivery: DeliveryViewRow, attempt: TimelineAttempt): readonly TimelineEntry[] {
  if (delivery.attempt_ids?.includes(attempt.id) === true) return [];
  return historyOfMember(attempt.history ?? [], delivery.number).map(historyEntry);
}

function attemptEntries(attempt: TimelineAttempt): readonly TimelineEntry[] {
  const entry: TimelineEntry = {
    type: "attempt",
    at: attempt.started_at,
    id: attempt.id,
    step: attempt.step,
    channel: attempt.channel,
    account: attempt.account_id,
    endpoint: attempt.endpoint,
    recipients: attempt.recipients,
    evidence: attempt.evidence,
    ...(attempt.request_id === null ? {} : { requestId: attempt.request_id }),
    providerMessageIds: attempt.provider_message_ids,
    ...(attempt.error_class === null ? {} : { errorClass: attempt.error_class }),
    ...(attempt.provider_code === null ? {} : { providerCode: attempt.provider_code }),
    ...(attempt.bill === null ? {} : { bill: attempt.bill }),
    ...(attempt.costs === null ? {} : { costs: attempt.costs }),
    calls: attempt.calls,
    possibleDuplicate: attempt.possible_duplicate,
    payloadHash: attempt.payload_hash,
  };
  if (attempt.answered_at === null || attempt.answer === null) return [entry];
  const answer: TimelineEntry = {
    type: "evidence",
    at: attempt.answered_at,
    attemptId: attempt.id,
    evidence: attempt.answer as ProviderEvidence,
    source: "answer",
  };
  return [entry, answer];
}

function evidenceEntry(evidence: TimelineEvidence): TimelineEntry {
  return {
    type: "evidence",
    at: evidence.received_at,
    attemptId: evidence.attempt_id,
    evidence: evidence.evidence,
    source: evidence.source,
    ...(evidence.provider_code === null ? {} : { providerCode: evidence.provider_code }),
  };
}

/** As it was decided then: a correction is an entry of its own and tells what stood before. */
function finalEntries(delivery: DeliveryViewRow): readonly TimelineEntry[] {
  const { outcome, succeeded, closed_at: at } = delivery;
  if (outcome === null || succeeded === null || at === null) return [];
  const correction = delivery.history?.find((entry) => entry.type === "corrected");
  return correction === undefined
    ? [{ type: "final", at, outcome, succeeded }]
    : [{ type: "final", at, outcome: correction.from, succeeded: false }];
}
