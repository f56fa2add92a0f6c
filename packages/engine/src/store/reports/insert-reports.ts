import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";
import { isFinal, type ReportedFact } from "../../reports/report.ts";

/** Facts about one delivery that are told, from `firstNumber` on; the delivery's count of reports includes them. */
export interface NumberedFacts {
  readonly messageId: string;
  readonly delivery: number;
  readonly firstNumber: number;
  readonly facts: readonly ReportedFact[];
}

/**
 * A common table expression `reported`, whose one row holds as `ids` those of the messages that anybody wants reports of. It
 * is read in the statement that makes the change: nobody who listens when a change is made misses it.
 */
export function reportedMessages(projectId: string, messageIds: readonly string[]): RawBuilder<unknown> {
  return sql`reported as materialized (
    select array(
      select m.id from message m where m.project_id = ${projectId} and m.id = any(${[...new Set(messageIds)]}::uuid[])
        and (m.webhooks is not null
          or exists (select from report_subscription s where s.project_id = ${projectId})
          or exists (select from webhook_endpoint e where e.project_id = ${projectId}))
    ) as ids
  )`;
}

/** True for a message of which reports are written; in a statement that has `reportedMessages`. */
export function isReported(messageId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`${messageId} = any((select ids from reported)::uuid[])`;
}

/** Belongs into the transaction that counted them. */
export async function insertReports(database: Database, projectId: string, numbered: readonly NumberedFacts[]): Promise<void> {
  if (numbered.length === 0) return;
  await sql`
    insert into report (project_id, month, message_id, delivery, number, type, is_final, step, channel, attempt_id, evidence,
      outcome, succeeded, details, at)
    select ${projectId}, month, message_id, delivery, number, type, is_final, step, channel, attempt_id, evidence, outcome,
      succeeded, details, at
    from json_to_recordset(${JSON.stringify(numbered.flatMap(toRows))}::json) as r (month date, message_id uuid, delivery int,
      number int, type text, is_final boolean, step smallint, channel text, attempt_id uuid, evidence text, outcome text,
      succeeded boolean, details jsonb, at timestamptz)`.execute(database);
}

function toRows({ messageId, delivery, firstNumber, facts }: NumberedFacts) {
  return facts.map((fact, index) => ({
    month: monthOf(messageId),
    message_id: messageId,
    delivery,
    number: firstNumber + index,
    type: fact.type,
    is_final: isFinal(fact),
    step: fact.step,
    channel: fact.channel,
    attempt_id: fact.attemptId,
    evidence: fact.evidence,
    outcome: fact.outcome,
    succeeded: fact.succeeded,
    details: Object.keys(fact.details).length === 0 ? null : fact.details,
    at: fact.at,
  }));
}
