import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";
import { attemptColumns, toStoredAttempt, type AttemptRow, type StoredAttempt } from "./attempt-row.ts";

/**
 * At most `limit` attempts that want looking at: without an outcome since a process died, to be repeated, to be asked
 * about, or silent. They are ours until the lease ends.
 */
export async function claimDueAttempts(
  database: Database,
  leaseMs: number,
  limit: number,
): Promise<readonly StoredAttempt[]> {
  const token = randomUUID();
  const { rows } = await sql<AttemptRow>`
    update attempt a set claim_token = ${token}, due_at = todoke_now() + ${leaseMs} * interval '1 millisecond'
    from (
      select project_id, id, month from attempt where due_at <= todoke_now()
      order by due_at limit ${limit} for update skip locked) as due
      join attempt b on b.project_id = due.project_id and b.id = due.id and b.month = due.month
      join payload p on p.project_id = b.project_id and p.hash = b.payload_hash and p.month = b.month
    where a.project_id = due.project_id and a.id = due.id and a.month = due.month
    returning ${attemptColumns}`.execute(database);
  return rows.map(toStoredAttempt);
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
