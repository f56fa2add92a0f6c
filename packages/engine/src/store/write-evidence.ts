import type { AttemptEvidence, Bill, ErrorClass, ProviderEvidence, SuppressionCause } from "@todoke/core";
import { sql } from "kysely";
import { later } from "../decide.ts";
import { monthAt } from "../calendar-month.ts";
import type { Database } from "../database/open-database.ts";
import { monthOf, monthsOf } from "../ids.ts";
import type { StoredAttempt } from "./attempt-row.ts";

/** A provider's later word, from a webhook or because we asked. */
export interface EvidenceRecord {
  readonly accountId: string;
  readonly eventId: string;
  readonly evidence: ProviderEvidence;
  readonly source: "webhook" | "reconcile";
  readonly providerMessageId: string | undefined;
  readonly errorClass: ErrorClass | undefined;
  readonly providerCode: string | undefined;
  readonly suppresses: SuppressionCause | undefined;
  readonly bill: Bill | undefined;
  readonly at: Date;
}

/** A report, and the attempt that it is about where that is known. */
export interface Report {
  readonly record: EvidenceRecord;
  readonly attempt: StoredAttempt | undefined;
}

/**
 * Keeps reports, and gives those of which no copy was kept before, in their order. Without an attempt they wait for one to
 * claim them.
 */
export async function writeEvidence<Given extends Report>(
  database: Database,
  projectId: string,
  reports: readonly Given[],
  now: Date,
): Promise<readonly Given[]> {
  const byKey = new Map(reports.toReversed().map((report) => [keyOf(rowOf(report, now)), report]));
  const rows = [...byKey.values()].map((report) => rowOf(report, now));
  const { rows: kept } = await sql<ReportKey>`
    insert into evidence (project_id, month, account_id, event_id, attempt_id, provider_message_id, evidence, source,
      error_class, provider_code, suppresses, bill, at, received_at)
    select ${projectId}, r.month, r.account_id, r.event_id, r.attempt_id, r.provider_message_id, r.evidence, r.source,
      r.error_class, r.provider_code, r.suppresses, r.bill, r.at, ${now}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (month date, account_id text, event_id text, attempt_id uuid,
      provider_message_id text, evidence text, source text, error_class text, provider_code text, suppresses text, bill jsonb,
      at timestamptz)
    order by r.account_id, r.event_id
    on conflict do nothing returning to_char(month, 'YYYY-MM-DD') as month, account_id, event_id`.execute(database);
  const isKept = new Set(kept.map((row) => byKey.get(keyOf(row))));
  return reports.filter((report) => isKept.has(report));
}

/** What copies of a report have in common. */
interface ReportKey {
  readonly month: string;
  readonly account_id: string;
  readonly event_id: string;
}

function keyOf({ month, account_id: accountId, event_id: eventId }: ReportKey): string {
  return `${month} ${accountId} ${eventId}`;
}

function rowOf({ record, attempt }: Report, now: Date) {
  return {
    month: attempt === undefined ? monthAt(now) : monthOf(attempt.messageId),
    account_id: record.accountId,
    event_id: record.eventId,
    attempt_id: attempt?.id,
    provider_message_id: record.providerMessageId,
    evidence: record.evidence,
    source: record.source,
    error_class: record.errorClass,
    provider_code: record.providerCode,
    suppresses: record.suppresses,
    bill: record.bill,
    at: record.at,
  };
}

/** What is known of an attempt once a report has been merged in. */
export interface AttemptUpdate {
  readonly attempt: StoredAttempt;
  readonly evidence: AttemptEvidence;
  readonly contradicted: boolean;
  readonly errorClass: ErrorClass | null;
  readonly providerCode: string | null;
  readonly providerMessageIds: readonly string[];
  /** What the provider says that it charges; added to what it said before. */
  readonly bill: Bill | undefined;
  /** When to look at it next; null when nothing more is expected. */
  readonly dueAt: Date | null;
}

/** Each attempt at most once. */
export async function updateAttempts(database: Database, projectId: string, updates: readonly AttemptUpdate[]): Promise<void> {
  const rows = updates.map(({ attempt, ...update }) => ({
    id: attempt.id,
    month: monthOf(attempt.messageId),
    evidence: update.evidence,
    contradicted: update.contradicted,
    error_class: update.errorClass,
    provider_code: update.providerCode,
    provider_message_ids: update.providerMessageIds,
    due_at: update.dueAt,
    bill: update.bill,
  }));
  // The ids are said again as an array: it leads a planner that has no statistics yet to the key.
  await sql`
    update attempt a set evidence = r.evidence, contradicted = a.contradicted or r.contradicted,
      error_class = r.error_class, provider_code = r.provider_code, provider_message_ids = r.provider_message_ids,
      due_at = r.due_at, bill = case when r.bill is null then a.bill else coalesce(a.bill, '{}') || r.bill end
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, month date, evidence text, contradicted boolean,
      error_class text, provider_code text, provider_message_ids text[], due_at timestamptz, bill jsonb)
    where a.project_id = ${projectId} and a.id = r.id and a.month = r.month
      and a.id = any(${rows.map(({ id }) => id)}::uuid[])
      and a.month = any(${monthsOf(updates.map(({ attempt }) => attempt.messageId))}::date[])`.execute(database);
}

/** Reports that came before anybody could tell which attempts they were about; they belong to these from now on. */
export async function claimOrphans(
  database: Database,
  projectId: string,
  attempts: readonly StoredAttempt[],
): Promise<readonly (Report & { readonly attempt: StoredAttempt })[]> {
  const rows = attempts.flatMap(({ id, messageId, accountId, providerMessageIds }) =>
    providerMessageIds.map((name) => ({ attempt_id: id, month: monthOf(messageId), account_id: accountId, provider_message_id: name })));
  if (rows.length === 0) return [];
  const { rows: claimed } = await sql<OrphanRow>`
    update evidence e set attempt_id = r.attempt_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (attempt_id uuid, month date, account_id text, provider_message_id text)
    where e.project_id = ${projectId} and e.month >= r.month and e.account_id = r.account_id
      and e.attempt_id is null and e.provider_message_id = r.provider_message_id
      and e.month >= ${rows.map(({ month }) => month).toSorted()[0]}::date
      and e.provider_message_id = any(${rows.map(({ provider_message_id: name }) => name)}::text[])
    returning e.event_id, e.attempt_id, e.evidence, e.source, e.provider_message_id, e.error_class, e.provider_code, e.suppresses,
      e.bill, e.at`.execute(database);
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  return claimed.map((row) => {
    const attempt = byId.get(row.attempt_id)!;
    return { attempt, record: recordOf(attempt.accountId, row) };
  });
}

interface OrphanRow {
  readonly event_id: string;
  readonly attempt_id: string;
  readonly evidence: ProviderEvidence;
  readonly source: "webhook" | "reconcile";
  readonly provider_message_id: string | null;
  readonly error_class: ErrorClass | null;
  readonly provider_code: string | null;
  readonly suppresses: SuppressionCause | null;
  readonly bill: Bill | null;
  readonly at: Date;
}

function recordOf(accountId: string, row: OrphanRow): EvidenceRecord {
  return {
    accountId,
    eventId: row.event_id,
    evidence: row.evidence,
    source: row.source,
    providerMessageId: row.provider_message_id ?? undefined,
    errorClass: row.error_class ?? undefined,
    providerCode: row.provider_code ?? undefined,
    suppresses: row.suppresses ?? undefined,
    bill: row.bill ?? undefined,
    at: row.at,
  };
}

/** Provider message ids among these that reports of this and the last month without an attempt carry. */
export async function findOrphanedIds(
  database: Database,
  projectId: string,
  accountId: string,
  providerMessageIds: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const month = monthAt(later(now, -longestOrphanedMs));
  const { rows } = await sql<{ provider_message_id: string }>`
    select distinct provider_message_id from evidence
    where project_id = ${projectId} and month >= ${month}::date
      and account_id = ${accountId} and attempt_id is null and provider_message_id = any(${[...providerMessageIds]}::text[])`.execute(database);
  return rows.map((row) => row.provider_message_id);
}

/** An answer that is out for longer than this is not waited for any more: 31 days. */
const longestOrphanedMs = 31 * 86_400_000;
