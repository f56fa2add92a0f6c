import type { AttemptEvidence, DeliveryOutcome } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import type { ReportedFact } from "../reports/report.ts";
import { insertReports, isReported, reportedMessages, type NumberedFacts } from "./reports/insert-reports.ts";
import { isOneOfThese } from "./these-deliveries.ts";

/** Success that arrived after a delivery was closed without one, by the step that succeeded. */
export interface Correction extends LateWord {
  readonly outcome: DeliveryOutcome;
  readonly channel: string;
}

/**
 * The one change a final delivery may see: from not succeeded to succeeded, counters with it. Gives the outcome that it
 * had; undefined where somebody else has corrected it.
 */
export async function correctDelivery(database: Database, projectId: string, correction: Correction): Promise<DeliveryOutcome | undefined> {
  const { messageId } = correction;
  const { rows } = await sql<{ outcome: DeliveryOutcome; report: number | null }>`
    with ${reportedMessages(projectId, [messageId])}, before as (
      select message_id, number, month, outcome, channel from delivery
      where project_id = ${projectId} and message_id = ${correction.messageId}
        and month = ${monthOf(correction.messageId)}::date and number = ${correction.number}
        and status = 'final' and not succeeded
      for update
    ), corrected as (
      update delivery d set outcome = ${correction.outcome}, evidence = ${correction.outcome}, succeeded = true,
        step = ${correction.step}, channel = ${correction.channel}, reason_code = null, reason_detail = null, updated_at = todoke_now(),
        reports = case when ${isReported(sql`d.message_id`)} then d.reports + 1 else d.reports end,
        history = coalesce(d.history, '[]') || jsonb_build_object('type', 'corrected', 'at',
          ${correction.at.toISOString()}::text, 'from', b.outcome, 'outcome', ${correction.outcome}::text)
      from before b
      where d.project_id = ${projectId} and d.message_id = b.message_id and d.number = b.number and d.month = b.month
      returning b.message_id, b.outcome, coalesce(b.channel, '') as channel,
        case when ${isReported(sql`d.message_id`)} then d.reports end as report
    ), uncounted as (
      update message_outcome o set count = o.count - 1 from corrected c
      where o.project_id = ${projectId} and o.message_id = c.message_id and o.outcome = c.outcome
        and not o.succeeded and o.channel = c.channel
    ), counted as (
      insert into message_outcome as o (project_id, message_id, outcome, succeeded, channel, count)
      select ${projectId}, message_id, ${correction.outcome}, true, ${correction.channel}, 1 from corrected
      on conflict (project_id, message_id, outcome, succeeded, channel) do update set count = o.count + 1
    )
    select outcome, report from corrected`.execute(database);
  const [corrected] = rows;
  if (corrected === undefined) return undefined;
  const told = { type: "corrected", outcome: correction.outcome, succeeded: true, details: { previousOutcome: corrected.outcome } } as const;
  await insertReports(database, projectId, factOf(corrected.report, correction, told));
  return corrected.outcome;
}

/** A second step reached the same person: counted once for each delivery. True when it is counted now. */
export async function markDuplicateContact(database: Database, projectId: string, word: LateWord): Promise<boolean> {
  const { messageId, number } = word;
  const { rows } = await sql<{ report: number | null }>`
    with ${reportedMessages(projectId, [messageId])}, marked as (
      update delivery set duplicate_contact = true, updated_at = todoke_now(),
        reports = case when ${isReported(sql`message_id`)} then reports + 1 else reports end
      where project_id = ${projectId} and message_id = ${messageId} and month = ${monthOf(messageId)}::date
        and number = ${number} and not duplicate_contact
      returning message_id, case when ${isReported(sql`message_id`)} then reports end as report
    )
    update message m set duplicate_contacts = m.duplicate_contacts + 1 from marked
    where m.project_id = ${projectId} and m.id = marked.message_id returning marked.report`.execute(database);
  const [marked] = rows;
  if (marked === undefined) return false;
  await insertReports(database, projectId, factOf(marked.report, word, { details: { duplicateContact: true } }));
  return true;
}

/** A provider's word that does not decide about its delivery any more, or not yet. */
export interface LateWord {
  readonly messageId: string;
  readonly number: number;
  readonly attemptId: string | null;
  readonly step: number;
  readonly channel: string | null;
  readonly evidence: AttemptEvidence;
  readonly at: Date;
}

/** Stronger words on deliveries that still wait for more, or that have succeeded already; each at most once. */
export async function raiseEvidence(database: Database, projectId: string, raised: readonly LateWord[]): Promise<void> {
  if (raised.length === 0) return;
  const words = raised.map(({ messageId, number, evidence }) => ({ message_id: messageId, number, month: monthOf(messageId), evidence }));
  const { rows } = await sql<{ message_id: string; number: number; report: number | null }>`
    with ${reportedMessages(projectId, raised.map(({ messageId }) => messageId))}
    update delivery d set evidence = r.evidence, updated_at = todoke_now(),
      reports = case when ${isReported(sql`d.message_id`)} then d.reports + 1 else d.reports end
    from json_to_recordset(${JSON.stringify(words)}::json) as r (message_id uuid, number int, month date, evidence text)
    where d.project_id = ${projectId} and d.message_id = r.message_id and d.number = r.number and d.month = r.month
      and ${isOneOfThese(raised)}
    returning d.message_id, d.number, case when ${isReported(sql`d.message_id`)} then d.reports end as report`.execute(database);
  const reported = rows.filter((row) => row.report !== null);
  if (reported.length === 0) return;
  const numbers = new Map(reported.map((row) => [`${row.message_id} ${row.number}`, row.report]));
  await insertReports(database, projectId, raised.flatMap((word) => factOf(numbers.get(`${word.messageId} ${word.number}`) ?? null, word)));
}

/** As the one fact that is told of a delivery under this number; nothing where it has none. */
function factOf(firstNumber: number | null, word: LateWord, told: Partial<ReportedFact> = {}): readonly NumberedFacts[] {
  if (firstNumber === null) return [];
  const { messageId, number: delivery, ...fact } = word;
  return [{ messageId, delivery, firstNumber, facts: [{ type: "evidence", ...fact, outcome: null, succeeded: null, details: {}, ...told }] }];
}
