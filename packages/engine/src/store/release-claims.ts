import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import type { ClaimedChunk } from "./claim-chunk.ts";

/** A chunk that is to move on. */
export interface ChunkProgress {
  readonly chunk: ClaimedChunk;
  /** Of the first delivery that is left to do. */
  readonly nextNumber: number;
}

/**
 * Moves chunks past the deliveries that now have intents, and says of each whether it was still ours. A chunk without
 * deliveries left is gone: the attempts and the deliveries answer for themselves from here, and where others of its message
 * are not due before that, the next one is.
 */
export async function advanceChunks(
  database: Database,
  projectId: string,
  progress: readonly ChunkProgress[],
  leaseMs: number,
): Promise<readonly boolean[]> {
  const asked = progress.map(({ chunk, nextNumber }, index) => ({ index, id: chunk.id, message: chunk.messageId, token: chunk.token, next: nextNumber }));
  // Messages and chunks are named twice: a planner without statistics would else read all chunks, once for each of them.
  const messageIds = [...new Set(progress.map(({ chunk }) => chunk.messageId))];
  const chunkIds = progress.map(({ chunk }) => chunk.id);
  const isAsked = sql`c.project_id = ${projectId} and c.message_id = any(${messageIds}::uuid[]) and c.id = any(${chunkIds}::uuid[])
    and c.message_id = a.message and c.id = a.id and c.claim_token = a.token`;
  const { rows } = await sql<{ index: number }>`
    with asked as materialized (
      select * from json_to_recordset(${JSON.stringify(asked)}::json) as a (index int, id uuid, message uuid, token uuid, next int)
    ), done as (
      delete from chunk c using asked a where ${isAsked} and a.next >= c.end_number returning a.index, c.message_id
    ), moved as (
      update chunk c set next_number = a.next, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
      from asked a where ${isAsked} and a.next < c.end_number returning a.index
    ), waiting as materialized (
      select n.id from (select message_id, count(*) as count from done group by message_id) d cross join lateral (
        select n.id from chunk n
        where n.project_id = ${projectId} and n.message_id = d.message_id and n.due_at = 'infinity' and not n.is_held
        order by n.next_number limit d.count for update skip locked
      ) n
    ), next as (
      update chunk c set due_at = (select todoke_now())
      where c.project_id = ${projectId} and c.message_id = any(${messageIds}::uuid[]) and c.id = any(array(select id from waiting))
    )
    select index from done union all select index from moved`.execute(database);
  const ours = new Set(rows.map(({ index }) => index));
  return progress.map((_, index) => ours.has(index));
}

/** Gives a chunk back, to be claimed by anybody in so many milliseconds. */
export async function putBackChunk(database: Database, projectId: string, chunk: ClaimedChunk, inMs: number): Promise<void> {
  await sql`update chunk set due_at = todoke_now() + ${inMs} * interval '1 millisecond', claim_token = null
    where project_id = ${projectId} and message_id = ${chunk.messageId}
      and id = ${chunk.id} and claim_token = ${chunk.token}`.execute(database);
}

/** The same, to be claimed from a moment on. */
export async function putBackChunkUntil(database: Database, projectId: string, chunk: ClaimedChunk, at: Date): Promise<void> {
  await sql`update chunk set due_at = ${at}, claim_token = null
    where project_id = ${projectId} and message_id = ${chunk.messageId}
      and id = ${chunk.id} and claim_token = ${chunk.token}`.execute(database);
}

/**
 * Hands deliveries over to the attempts that carry them, and to the moves that are written with those. Where one of them is
 * no longer ours, says so and gives the others back, to be claimed anew at once.
 */
export async function handOverDeliveries(
  database: Database,
  projectId: string,
  token: string,
  messageId: string,
  numbers: readonly number[],
): Promise<boolean> {
  const { rows } = await sql<{ all_ours: boolean }>`
    with ours as materialized (
      select number from delivery
      where project_id = ${projectId} and month = ${monthOf(messageId)}::date and message_id = ${messageId}
        and claim_token = ${token} and number = any(${[...numbers]}::int[])
      order by number for update
    ), found as materialized (select count(*) = ${numbers.length} as all_ours from ours), handed as (
      update delivery d set due_at = case when found.all_ours then null else (select todoke_now()) end, claim_token = null
      from found where d.project_id = ${projectId} and d.month = ${monthOf(messageId)}::date
        and d.message_id = ${messageId} and d.claim_token = ${token} and d.number = any(${[...numbers]}::int[])
    )
    select all_ours from found`.execute(database);
  return rows[0]!.all_ours;
}

/** Gives everything that a dead process had claimed back at once. Only for a database that nobody else can be using. */
export async function releaseAllClaims(database: Database): Promise<void> {
  await sql`update chunk set due_at = todoke_now(), claim_token = null where claim_token is not null`.execute(database);
  await sql`update delivery set due_at = todoke_now(), claim_token = null
    where due_at is not null and claim_token is not null`.execute(database);
  await sql`update attempt set due_at = todoke_now()
    where evidence = 'sending' and claim_token is not null`.execute(database);
  await sql`update audience_push set due_at = todoke_now(), claim_token = null where claim_token is not null`.execute(database);
}
