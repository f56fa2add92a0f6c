import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";

/**
 * Takes the chunk that a delivery may still be in from whoever has claimed it, and keeps it until the transaction ends:
 * it is read anew by whoever claims it next.
 */
export async function takeChunkBack(transaction: Database, projectId: string, messageId: string, number: number): Promise<void> {
  await sql`
    update chunk set due_at = case when claim_token is null then due_at else todoke_now() end, claim_token = null
    where project_id = ${projectId} and message_id = ${messageId}
      and next_number <= ${number} and end_number > ${number}`.execute(transaction);
}

/** Counts one delivery of a message that is not released yet as if it were, for it to be closed in the same transaction. */
export async function countAsReleased(transaction: Database, projectId: string, messageId: string): Promise<void> {
  await sql`
    update message set scheduled = scheduled - 1, pending = pending + 1
    where project_id = ${projectId} and id = ${messageId} and scheduled > 0`.execute(transaction);
}

/**
 * Has those that were claimed together with a delivery claimed anew at once: with one of them gone, the claimer cannot
 * hand the others over either.
 */
export async function freeClaimedWith(transaction: Database, projectId: string, messageId: string, number: number): Promise<void> {
  await sql`
    update delivery d set claim_token = null, due_at = todoke_now()
    from delivery gone
    where gone.project_id = ${projectId} and gone.message_id = ${messageId} and gone.number = ${number}
      and gone.month = ${monthOf(messageId)}::date and d.claim_token = gone.claim_token
      and d.project_id = gone.project_id and d.message_id = gone.message_id and d.month = gone.month`.execute(transaction);
}
