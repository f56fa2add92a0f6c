import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";
import { unreleasedEnds } from "../next-chunks.ts";

/**
 * Keeps what nothing has looked at from being claimed, and takes it from whoever has claimed it. It comes up again when
 * the message expires; one that was never released is released first, so that its counters fit.
 */
export async function pauseMessage(transaction: Database, projectId: string, id: string): Promise<void> {
  await sql`
    update chunk c set is_held = true, claim_token = null,
      due_at = case when m.scheduled > 0 then 'infinity' else ${unreleasedEnds} end
    from message m
    where c.project_id = ${projectId} and c.message_id = ${id}
      and m.project_id = c.project_id and m.id = c.message_id`.execute(transaction);
  await sql`
    update message m set status = 'paused', release_at = case when scheduled > 0 then ${unreleasedEnds} end
    where project_id = ${projectId} and id = ${id} and status in ('scheduled', 'sending')`.execute(transaction);
}

/**
 * Takes a paused message's deliveries from whoever claimed them before it was paused. In a transaction after that of
 * `pauseMessage`: whoever claims later sees that the message is paused.
 */
export async function takeClaimsBack(database: Database, projectId: string, id: string): Promise<void> {
  await sql`
    update delivery set claim_token = null, due_at = todoke_now()
    where project_id = ${projectId} and message_id = ${id} and month = ${monthOf(id)}::date
      and claim_token is not null`.execute(database);
}
