import type { MessageStatus } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";
import { mostChunksAtOnce } from "../next-chunks.ts";

/** Messages about which something is to be done by now, longest overdue first. */
export async function findDueMessages(database: Database, projectId: string, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from message
    where project_id = ${projectId} and release_at <= (select todoke_now()) order by release_at limit ${limit}`.execute(database);
  return rows.map(({ id }) => id);
}

/**
 * Releases those of the messages whose time has come, each with all its counters in one step and without a write to a
 * delivery that nothing has looked at. A paused one comes here only to expire, and stays paused. Gives those that were
 * cancelled, whose cancellation is to be carried on.
 */
export async function releaseMessages(transaction: Database, projectId: string, ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; status: MessageStatus; held: number }>`
    with released as (
      update message m set pending = m.pending + m.scheduled, scheduled = 0,
        release_at = case when m.status = 'cancelled' then m.release_at end,
        status = case when m.status = 'scheduled' then 'sending' else m.status end
      where m.project_id = ${projectId} and m.id = any(${[...ids]}::uuid[]) and m.release_at <= todoke_now()
      returning m.id, m.status, m.held
    ), waiting as (
      select c.project_id, c.message_id, c.id, row_number() over (partition by c.message_id order by c.next_number) > coalesce(s.chunks_at_once, ${mostChunksAtOnce}) as waits
      from chunk c join released r on c.project_id = ${projectId} and c.message_id = r.id
        left join message_speed s on s.project_id = c.project_id and s.message_id = c.message_id
    ), let_go as (
      update chunk c set due_at = case when w.waits then 'infinity' else todoke_now() end, is_held = r.status = 'paused'
      from released r, waiting w
      where c.project_id = w.project_id and c.message_id = w.message_id and c.id = w.id and w.message_id = r.id
    )
    select id, status, held from released`.execute(transaction);
  for (const { id, status, held } of rows) {
    if (status === "sending" && held > 0) await letHeldGo(transaction, projectId, id);
  }
  return rows.filter(({ status }) => status === "cancelled").map(({ id }) => id);
}

/** Has whatever was held looked at again at once. */
async function letHeldGo(transaction: Database, projectId: string, messageId: string): Promise<void> {
  await sql`
    with let_go as (
      update delivery set status = 'pending', due_at = todoke_now(), claim_token = null
      where project_id = ${projectId} and message_id = ${messageId} and month = ${monthOf(messageId)}::date
        and status = 'held'
      returning number
    ), counted as (
      select count(*)::int as count from let_go
    )
    update message m set held = m.held - counted.count, pending = m.pending + counted.count
    from counted where m.project_id = ${projectId} and m.id = ${messageId}`.execute(transaction);
}
