import type { JsonObject } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf, monthsOf, newClaimToken } from "../ids.ts";
import { dueRows, isWhereDue } from "./due-rows.ts";
import { attemptColumns, toStoredAttempt, type Attempt, type AttemptRow, type StoredAttempt } from "./attempt-row.ts";

/** An attempt to look after, with the bytes to repeat it or to recognise it by. */
export type DueAttempt = StoredAttempt & Attempt;

/**
 * At most `limit` attempts that want looking at: without an outcome since a process died, to be repeated, to be asked
 * about, or silent. They are ours until the lease ends. Months before
 * `liveSince` have none.
 */
export async function claimDueAttempts(
  database: Database,
  projectId: string,
  leaseMs: number,
  limit: number,
  liveSince: string,
): Promise<readonly DueAttempt[]> {
  const token = newClaimToken();
  const { rows } = await sql<AttemptRow>`
    with due as materialized (${dueRows({
      projectId: projectId,
      table: sql`attempt`,
      columns: sql`t.project_id, t.id, t.month`,
      where: sql`t.month >= ${liveSince}::date`,
      limit,
    })})
    update attempt a
    set claim_token = ${token}, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where ${isWhereDue(sql`a`)} and a.project_id = due.project_id and a.id = due.id and a.month = due.month
      and a.month >= ${liveSince}::date
    returning ${attemptColumns}`.execute(database);
  const payloads = await readPayloads(database, projectId, rows);
  return rows.map((row) => ({ ...toStoredAttempt(row), payload: payloads.get(row.payload_hash)! }));
}

async function readPayloads(
  database: Database,
  projectId: string,
  attempts: readonly AttemptRow[],
): Promise<ReadonlyMap<string, JsonObject>> {
  if (attempts.length === 0) return new Map();
  const hashes = [...new Set(attempts.map((attempt) => attempt.payload_hash))];
  const months = monthsOf(attempts.map((attempt) => attempt.message_id));
  const { rows } = await sql<{ hash: string; bytes: string }>`
    select hash, bytes from payload
    where project_id = ${projectId} and hash = any(${hashes}::text[]) and month = any(${months}::date[])`.execute(database);
  return new Map(rows.map((row) => [row.hash, JSON.parse(row.bytes) as JsonObject]));
}

/** Counts one more call of an attempt, before it is made. False when somebody else has claimed the attempt since. */
export async function countCall(database: Database, projectId: string, attempt: StoredAttempt): Promise<boolean> {
  const { rows } = await sql`
    update attempt set calls = calls + 1
    where project_id = ${projectId} and month = ${monthOf(attempt.messageId)}::date and id = ${attempt.id} and claim_token = ${attempt.claimToken}
      and evidence = 'sending'
    returning id`.execute(database);
  return rows.length === 1;
}

/** Counts one look at an attempt that brought nothing new, and says when to look again: never, when `dueAt` is null. */
export async function countLook(database: Database, projectId: string, attempt: StoredAttempt, dueAt: Date | null): Promise<void> {
  await sql`
    update attempt set looks = looks + 1, due_at = ${dueAt}
    where project_id = ${projectId} and month = ${monthOf(attempt.messageId)}::date and id = ${attempt.id} and claim_token = ${attempt.claimToken}`.execute(
    database,
  );
}

/** Leaves an attempt for anybody to look after in so many milliseconds. */
export async function postponeAttempt(database: Database, projectId: string, attempt: StoredAttempt, inMs: number): Promise<void> {
  await sql`
    update attempt set due_at = todoke_now() + ${inMs} * interval '1 millisecond'
    where project_id = ${projectId} and month = ${monthOf(attempt.messageId)}::date and id = ${attempt.id} and claim_token = ${attempt.claimToken}`.execute(database);
}
