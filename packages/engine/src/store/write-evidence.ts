import type { AttemptEvidence, Bill, ErrorClass, ProviderEvidence, SuppressionCause } from "@todoke/core";
import { sql } from "kysely";
import { later } from "../decide.ts";
import { monthAt } from "../calendar-month.ts";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import { defaultProject } from "../project.ts";
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

/** Keeps the report; false when the same one was kept before. Without an attempt it waits for one to claim it. */
export async function writeEvidence(
  database: Database,
  record: EvidenceRecord,
  attempt: StoredAttempt | undefined,
  now: Date,
): Promise<boolean> {
  const month = attempt === undefined ? monthAt(now) : monthOf(attempt.messageId);
  const { rows } = await sql`
    insert into evidence (project_id, month, account_id, event_id, attempt_id, provider_message_id, evidence, source,
      error_class, provider_code, suppresses, bill, at, received_at)
    values (${defaultProject}, ${month}::date, ${record.accountId}, ${record.eventId}, ${attempt?.id ?? null},
      ${record.providerMessageId ?? null}, ${record.evidence}, ${record.source}, ${record.errorClass ?? null},
      ${record.providerCode ?? null}, ${record.suppresses ?? null},
      ${record.bill === undefined ? null : JSON.stringify(record.bill)}::jsonb, ${record.at}, ${now})
    on conflict do nothing returning event_id`.execute(database);
  return rows.length === 1;
}

/** What is known of an attempt once a report has been merged in. */
export interface AttemptUpdate {
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

export async function updateAttempt(database: Database, attempt: StoredAttempt, update: AttemptUpdate): Promise<void> {
  await sql`
    update attempt set evidence = ${update.evidence}, contradicted = contradicted or ${update.contradicted},
      error_class = ${update.errorClass}, provider_code = ${update.providerCode},
      provider_message_ids = ${[...update.providerMessageIds]}::text[], due_at = ${update.dueAt},
      bill = case when ${update.bill === undefined} then bill else coalesce(bill, '{}') || ${JSON.stringify(update.bill ?? {})}::jsonb end
    where project_id = ${defaultProject} and month = ${monthOf(attempt.messageId)}::date and id = ${attempt.id}`.execute(database);
}

/** Reports that came before anybody could tell which attempt they were about; they belong to `attempt` from now on. */
export async function claimOrphans(database: Database, attempt: StoredAttempt): Promise<readonly EvidenceRecord[]> {
  const { rows } = await sql<{
    event_id: string;
    evidence: ProviderEvidence;
    source: "webhook" | "reconcile";
    provider_message_id: string | null;
    error_class: ErrorClass | null;
    provider_code: string | null;
    suppresses: SuppressionCause | null;
    bill: Bill | null;
    at: Date;
  }>`
    update evidence set attempt_id = ${attempt.id}
    where project_id = ${defaultProject} and month >= ${monthOf(attempt.messageId)}::date
      and account_id = ${attempt.accountId} and attempt_id is null and provider_message_id = any(${[...attempt.providerMessageIds]}::text[])
    returning event_id, evidence, source, provider_message_id, error_class, provider_code, suppresses, bill, at`.execute(database);
  return rows.map((row) => ({
    accountId: attempt.accountId,
    eventId: row.event_id,
    evidence: row.evidence,
    source: row.source,
    providerMessageId: row.provider_message_id ?? undefined,
    errorClass: row.error_class ?? undefined,
    providerCode: row.provider_code ?? undefined,
    suppresses: row.suppresses ?? undefined,
    bill: row.bill ?? undefined,
    at: row.at,
  }));
}

/** Provider message ids among these that reports of this and the last month without an attempt carry. */
export async function findOrphanedIds(
  database: Database,
  accountId: string,
  providerMessageIds: readonly string[],
  now: Date,
): Promise<readonly string[]> {
  const month = monthAt(later(now, -longestOrphanedMs));
  const { rows } = await sql<{ provider_message_id: string }>`
    select distinct provider_message_id from evidence
    where project_id = ${defaultProject} and month >= ${month}::date
      and account_id = ${accountId} and attempt_id is null and provider_message_id = any(${[...providerMessageIds]}::text[])`.execute(database);
  return rows.map((row) => row.provider_message_id);
}

/** An answer that is out for longer than this is not waited for any more: 31 days. */
const longestOrphanedMs = 31 * 86_400_000;
