import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { RequestKey } from "../../idempotency/keyed-requests-view.ts";
import { IdempotencyKeyReusedError } from "../../idempotency/key-errors.ts";
import { defaultProject } from "../../project.ts";

/** The place of an answer as a whole; the messages of a batch have theirs from 0. */
export const wholeAnswer = -1;

export interface StoredAnswer {
  readonly place: number;
  readonly answer: string;
}

/**
 * The answer at a place, else the whole one, else any other one of the key: all were given to one request. Throws
 * `IdempotencyKeyReusedError` when that was another request.
 */
export async function findAnswer(
  database: Database,
  { endpoint, key, fingerprint }: RequestKey,
  place: number,
): Promise<StoredAnswer | undefined> {
  const { rows } = await sql<StoredAnswer & { fingerprint: string }>`
    select place, fingerprint, answer from keyed_answer
    where project_id = ${defaultProject} and endpoint = ${endpoint} and key = ${key}
    order by place = ${place} desc, place limit 1`.execute(database);
  const row = rows[0];
  if (row !== undefined && row.fingerprint !== fingerprint) throw new IdempotencyKeyReusedError();
  return row;
}
