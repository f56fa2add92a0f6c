import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";
import type { ClaimedChunk } from "./claim-chunk.ts";

/**
 * Moves a chunk past the deliveries that now have intents, and says whether it was still ours. A chunk without
 * deliveries left is gone: the attempts and the deliveries answer for themselves from here.
 */
export async function advanceChunk(
  database: Database,
  chunk: ClaimedChunk,
  nextNumber: number,
  leaseMs: number,
): Promise<boolean> {
  const { rows } =
    nextNumber >= chunk.endNumber
      ? await sql`delete from chunk where project_id = ${defaultProject} and message_id = ${chunk.messageId} and id = ${chunk.id}
          and claim_token = ${chunk.token} returning id`.execute(database)
      : await sql`update chunk set next_number = ${nextNumber},
            due_at = todoke_now() + ${leaseMs} * interval '1 millisecond'
          where project_id = ${defaultProject} and message_id = ${chunk.messageId}
            and id = ${chunk.id} and claim_token = ${chunk.token}
          returning id`.execute(database);
  return rows.length === 1;
}

/** Gives a chunk back, to be claimed by anybody in so many milliseconds. */
export async function putBackChunk(database: Database, chunk: ClaimedChunk, inMs: number): Promise<void> {
  await sql`update chunk set due_at = todoke_now() + ${inMs} * interval '1 millisecond', claim_token = null
    where project_id = ${defaultProject} and message_id = ${chunk.messageId}
      and id = ${chunk.id} and claim_token = ${chunk.token}`.execute(database);
}

/** Hands deliveries over to the attempts that carry them, and says whether all of them were still ours. */
export async function handOverDeliveries(
  database: Database,
  token: string,
  messageId: string,
  numbers: readonly number[],
): Promise<boolean> {
  const { rows } = await sql`
    update delivery set due_at = null, claim_token = null
    where project_id = ${defaultProject} and message_id = ${messageId} and claim_token = ${token}
      and number = any(${[...numbers]}::int[]) returning number`.execute(database);
  return rows.length === numbers.length;
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
