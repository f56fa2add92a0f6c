import type { DeliveryOutcome } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import { defaultProject } from "../project.ts";
import { isOneOfThese } from "./these-deliveries.ts";

/** Success that arrived after a delivery was closed without one. */
export interface Correction {
  readonly messageId: string;
  readonly number: number;
  readonly outcome: DeliveryOutcome;
  /** The step that succeeded, and its channel. */
  readonly step: number;
  readonly channel: string;
  readonly at: Date;
}

/**
 * The one change a final delivery may see: from not succeeded to succeeded, counters with it. Gives the outcome that it
 * had; undefined where somebody else has corrected it.
 */
export async function correctDelivery(database: Database, correction: Correction): Promise<DeliveryOutcome | undefined> {
  const { rows } = await sql<{ outcome: DeliveryOutcome }>`
    with before as (
      select message_id, number, month, outcome, channel from delivery
      where project_id = ${defaultProject} and message_id = ${correction.messageId}
        and month = ${monthOf(correction.messageId)}::date and number = ${correction.number}
        and status = 'final' and not succeeded
      for update
    ), corrected as (
      update delivery d set outcome = ${correction.outcome}, evidence = ${correction.outcome}, succeeded = true,
        step = ${correction.step}, channel = ${correction.channel}, reason_code = null, reason_detail = null, updated_at = todoke_now(),
        history = coalesce(d.history, '[]') || jsonb_build_object('type', 'corrected', 'at',
          ${correction.at.toISOString()}::text, 'from', b.outcome, 'outcome', ${correction.outcome}::text)
      from before b
      where d.project_id = ${defaultProject} and d.message_id = b.message_id and d.number = b.number and d.month = b.month
      returning b.message_id, b.outcome, coalesce(b.channel, '') as channel
    ), uncounted as (
      update message_outcome o set count = o.count - 1 from corrected c
      where o.project_id = ${defaultProject} and o.message_id = c.message_id and o.outcome = c.outcome
        and not o.succeeded and o.channel = c.channel
    ), counted as (
      insert into message_outcome as o (project_id, message_id, outcome, succeeded, channel, count)
      select ${defaultProject}, message_id, ${correction.outcome}, true, ${correction.channel}, 1 from corrected
      on conflict (project_id, message_id, outcome, succeeded, channel) do update set count = o.count + 1
    )
    select outcome from corrected`.execute(database);
  return rows[0]?.outcome;
}

/** A second step reached the same person: counted once for each delivery. True when it is counted now. */
export async function markDuplicateContact(database: Database, messageId: string, number: number): Promise<boolean> {
  const { rows } = await sql`
    with marked as (
      update delivery set duplicate_contact = true, updated_at = todoke_now()
      where project_id = ${defaultProject} and message_id = ${messageId} and month = ${monthOf(messageId)}::date
        and number = ${number} and not duplicate_contact
      returning message_id
    )
    update message m set duplicate_contacts = m.duplicate_contacts + 1 from marked
    where m.project_id = ${defaultProject} and m.id = marked.message_id returning m.id`.execute(database);
  return rows.length === 1;
}

/** A stronger word for a delivery that it does not move. */
export interface RaisedEvidence {
  readonly messageId: string;
  readonly number: number;
  readonly evidence: DeliveryOutcome;
}

/** On deliveries that still wait for more, or that have succeeded already; each at most once. */
export async function raiseEvidence(database: Database, raised: readonly RaisedEvidence[]): Promise<void> {
  if (raised.length === 0) return;
  const rows = raised.map(({ messageId, number, evidence }) => ({ message_id: messageId, number, month: monthOf(messageId), evidence }));
  await sql`
    update delivery d set evidence = r.evidence, updated_at = todoke_now()
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (message_id uuid, number int, month date, evidence text)
    where d.project_id = ${defaultProject} and d.message_id = r.message_id and d.number = r.number and d.month = r.month
      and ${isOneOfThese(raised)}`.execute(database);
}
