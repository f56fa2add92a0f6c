import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { chunkSize, chunksOf, priorityOfMessage, type NewChunk } from "../insert-message.ts";
import { mostChunksAtOnce } from "../next-chunks.ts";

/** How an open message goes on. */
export interface Beginning {
  /** Undefined: what the message has stays. */
  readonly sendAt: Date | undefined;
  /** `sendAt` is still to come. */
  readonly isScheduled: boolean;
  readonly validUntil: Date;
  /** False where it is let go only to expire. */
  readonly isStarted: boolean;
}

/** Chunks in one statement. */
const insertSize = 2_000;

/**
 * Ends the time in which recipients can be added, and writes the work on all of them: one row for hundreds. To be called
 * under the message's lock for controls; does nothing to a message that is not open.
 */
export async function beginMessage(transaction: Database, projectId: string, messageId: string, beginning: Beginning): Promise<void> {
  const { sendAt, isScheduled, validUntil, isStarted } = beginning;
  const { rows } = await sql<{ recipients: number; has_ended: boolean }>`
    update message set
      status = case when final = recipients then 'completed' when ${isScheduled}::boolean then 'scheduled' else 'sending' end,
      completed_at = case when final = recipients then todoke_now() end,
      started_at = case when ${isStarted}::boolean then todoke_now() end,
      expires_at = case when ${isStarted}::boolean then expires_at else ${validUntil}::timestamptz end,
      send_at = coalesce(${sendAt ?? null}::timestamptz, send_at), valid_until = ${validUntil},
      release_at = case when ${isScheduled}::boolean and final < recipients then ${sendAt ?? null}::timestamptz end,
      pending = case when ${isScheduled}::boolean then pending else pending + scheduled end,
      scheduled = case when ${isScheduled}::boolean then scheduled else 0 end
    where project_id = ${projectId} and id = ${messageId} and status = 'open'
    returning recipients, final = recipients as has_ended`.execute(transaction);
  const begun = rows[0];
  if (begun === undefined || begun.has_ended) return;
  const chunks = chunksOf(begun.recipients);
  for (let start = 0; start < chunks.length; start += insertSize) {
    await insertChunks(transaction, projectId, messageId, isScheduled, chunks.slice(start, start + insertSize));
  }
}

async function insertChunks(transaction: Database, projectId: string, messageId: string, isScheduled: boolean, chunks: readonly NewChunk[]): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now), speed as (
      select chunks_at_once from message_speed where project_id = ${projectId} and message_id = ${messageId}
    )
    insert into chunk (project_id, id, message_id, next_number, end_number, priority, due_at, is_held)
    select ${projectId}, r.id, ${messageId}::uuid, r.next, r.end, ${priorityOfMessage(projectId, messageId)},
      case when ${isScheduled}::boolean or r.next >= coalesce((select chunks_at_once from speed), ${mostChunksAtOnce}::int) * ${chunkSize}::int then 'infinity' else clock.now end,
      ${isScheduled}::boolean
    from clock, json_to_recordset(${JSON.stringify(chunks)}::json) as r (id uuid, next int, "end" int)`.execute(transaction);
}

/** Those of the messages that are still open at their end. */
export async function findUnstarted(database: Database, projectId: string, ids: readonly string[]): Promise<readonly { readonly id: string; readonly validUntil: Date }[]> {
  const { rows } = await sql<{ id: string; valid_until: Date }>`
    select id, valid_until from message
    where project_id = ${projectId} and id = any(${[...ids]}::uuid[]) and status = 'open' and release_at <= todoke_now()`.execute(database);
  return rows.map(({ id, valid_until: validUntil }) => ({ id, validUntil }));
}
