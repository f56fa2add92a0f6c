import type { AttemptEvidence, Bill, ErrorClass, ProviderEvidence } from "@todoke/core";
import { sql } from "kysely";
import type { Amount } from "../costs/prices.ts";
import type { Database } from "../database/open-database.ts";
import type { AttemptHistoryEntry } from "../delivery-change.ts";
import type { DeliveryDetail } from "../delivery-view.ts";
import { monthOf } from "../ids.ts";
import { timelineOf } from "../timeline.ts";
import { readDeliveryRow, toDeliveryView } from "./read-deliveries.ts";

/** An attempt as a timeline shows it. */
export interface TimelineAttempt {
  readonly id: string;
  readonly step: number;
  readonly channel: string;
  readonly account_id: string;
  readonly endpoint: string;
  readonly recipients: number;
  readonly evidence: AttemptEvidence;
  readonly answer: AttemptEvidence | null;
  readonly answered_at: Date | null;
  readonly started_at: Date;
  readonly request_id: string | null;
  readonly provider_message_ids: readonly string[];
  readonly error_class: ErrorClass | null;
  readonly provider_code: string | null;
  readonly bill: Bill | null;
  readonly costs: readonly Amount[] | null;
  readonly calls: number;
  readonly possible_duplicate: boolean;
  readonly payload_hash: string;
  readonly history: readonly AttemptHistoryEntry[] | null;
}

export interface TimelineEvidence {
  readonly attempt_id: string;
  readonly evidence: ProviderEvidence;
  readonly source: "webhook" | "reconcile";
  readonly provider_code: string | null;
  readonly received_at: Date;
}

/** One delivery with its timeline. */
export async function readDelivery(
  database: Database,
  projectId: string,
  messageId: string,
  number: number,
): Promise<DeliveryDetail | undefined> {
  const row = await readDeliveryRow(database, projectId, messageId, number);
  if (row === undefined) return undefined;
  const attempts = await readAttempts(database, projectId, messageId, number, row.attempt_ids ?? []);
  const evidence = await readEvidence(database, projectId, messageId, attempts.map((attempt) => attempt.id));
  return { ...toDeliveryView(row), timeline: timelineOf(row, attempts, evidence) };
}

/** Those that have been written to the delivery, and the one that carries it now. */
async function readAttempts(
  database: Database,
  projectId: string,
  messageId: string,
  number: number,
  attemptIds: readonly string[],
): Promise<readonly TimelineAttempt[]> {
  const { rows } = await sql<TimelineAttempt>`
    select id, step, channel, account_id, endpoint, cardinality(members) as recipients, evidence, answer, answered_at,
      started_at, request_id, provider_message_ids, error_class, provider_code, calls, possible_duplicate, payload_hash,
      bill, costs, history
    from attempt
    where project_id = ${projectId} and month = ${monthOf(messageId)}::date
      and (id = any(${[...attemptIds]}::uuid[])
        or (message_id = ${messageId} and evidence in ('sending', 'unknown') and ${number} = any(members)))
    order by started_at, id`.execute(database);
  return rows;
}

/** A report that came before its attempt was known is of the month in which it came. */
async function readEvidence(
  database: Database,
  projectId: string,
  messageId: string,
  attemptIds: readonly string[],
): Promise<readonly TimelineEvidence[]> {
  const { rows } = await sql<TimelineEvidence>`
    select attempt_id, evidence, source, provider_code, received_at from evidence
    where project_id = ${projectId} and month >= ${monthOf(messageId)}::date and attempt_id = any(${[...attemptIds]}::uuid[])
    order by received_at, event_id`.execute(database);
  return rows;
}
