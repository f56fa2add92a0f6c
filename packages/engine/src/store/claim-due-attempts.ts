import { randomUUID } from "node:crypto";
import type { JsonObject } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";
import { attemptColumns, toStoredAttempt, type Attempt, type AttemptRow, type StoredAttempt } from "./attempt-row.ts";

/** An attempt to look after, with the bytes to repeat it or to recognise it by. */
export type DueAttempt = StoredAttempt & Attempt;

/**
 * At most `limit` attempts that want looking at: without an outcome since a process died, to be repeated, to be asked
 * about, or silent. They are ours until the lease ends.
 */
export async function claimDueAttempts(
  database: Database,
  leaseMs: number,
  limit: number,
): Promise<readonly DueAttempt[]> {
  const token = randomUUID();
  const { rows } = await sql<AttemptRow>`
    with due as materialized (
      select project_id, id, month from attempt where due_at <= (select todoke_now())
      order by due_at limit ${limit} for update skip locked
    )
    update attempt a
    set claim_token = ${token}, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where a.project_id = due.project_id and a.id = due.id and a.month = due.month
    returning ${attemptColumns}`.execute(database);
  const payloads = await readPayloads(database, rows.map((row) => row.payload_hash));
  return rows.map((row) => ({ ...toStoredAttempt(row), payload: payloads.get(row.payload_hash)! }));
}

async function readPayloads(
  database: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{ hash: string; bytes: string }>`
    select hash, bytes from payload
    where project_id = ${defaultProject} and hash = any(${[...new Set(hashes)]}::text[])`.execute(database);
  return new Map(rows.map((row) => [row.hash, JSON.parse(row.bytes) as JsonObject]));
}

/** Counts one more call of an attempt, before it is made. False when somebody else has claimed the attempt since. */
export async function countCall(database: Database, attempt: StoredAttempt): Promise<boolean> {
  const { rows } = await sql`
    update attempt set calls = calls + 1
    where project_id = ${defaultProject} and id = ${attempt.id} and claim_token = ${attempt.claimToken}
      and evidence = 'sending'
    returning id`.execute(database);
  return rows.length === 1;
}

/** Counts one look at an attempt that brought nothing new, and says when to look again: never, when `dueAt` is null. */
export async function countLook(database: Database, attempt: StoredAttempt, dueAt: Date | null): Promise<void> {
  await sql`
    update attempt set looks = looks + 1, due_at = ${dueAt}
    where project_id = ${defaultProject} and id = ${attempt.id} and claim_token = ${attempt.claimToken}`.execute(
    database,
  );
}

/** Leaves an attempt for anybody to look after in so many milliseconds. */
export async function postponeAttempt(database: Database, attempt: StoredAttempt, inMs: number): Promise<void> {
  await sql`
    update attempt set due_at = todoke_now() + ${inMs} * interval '1 millisecond'
    where project_id = ${defaultProject} and id = ${attempt.id} and claim_token = ${attempt.claimToken}`.execute(database);
}
