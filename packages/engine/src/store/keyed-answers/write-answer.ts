import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { RequestKey } from "../../idempotency/keyed-requests-view.ts";
import { defaultProject } from "../../project.ts";
import { wholeAnswer } from "./find-answer.ts";

/** Keeps an answer, in the transaction of what it tells of. */
export async function writeAnswer(
  database: Database,
  { endpoint, key, fingerprint }: RequestKey,
  place: number,
  answer: string,
): Promise<void> {
  await sql`
    insert into keyed_answer (project_id, endpoint, key, place, fingerprint, answer, answered_at)
    values (${defaultProject}, ${endpoint}, ${key}, ${place}, ${fingerprint}, ${answer}, todoke_now())`.execute(database);
}

/** Keeps the answer of a batch as a whole in place of those of its messages. The first one that is kept stays. */
export async function writeWholeAnswer(database: Database, { endpoint, key, fingerprint }: RequestKey, answer: string): Promise<void> {
  await sql`
    with parts as (
      delete from keyed_answer
      where project_id = ${defaultProject} and endpoint = ${endpoint} and key = ${key} and place <> ${wholeAnswer}
    )
    insert into keyed_answer (project_id, endpoint, key, place, fingerprint, answer, answered_at)
    values (${defaultProject}, ${endpoint}, ${key}, ${wholeAnswer}, ${fingerprint}, ${answer}, todoke_now())
    on conflict do nothing`.execute(database);
}
