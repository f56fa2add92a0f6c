import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { KeyedPlace, RequestKey } from "../../idempotency/keyed-requests-view.ts";
import { wholeAnswer } from "./find-answers.ts";

export interface NewAnswer extends KeyedPlace {
  readonly answer: string;
}

/** Keeps answers, in the transaction of what they tell of. */
export async function writeAnswers(database: Database, projectId: string, answers: readonly NewAnswer[]): Promise<void> {
  const rows = answers.map(({ key, place, answer }) => ({ ...key, place, answer }));
  await sql`
    insert into keyed_answer (project_id, endpoint, key, place, fingerprint, answer, answered_at)
    select ${projectId}, r.endpoint, r.key, r.place, r.fingerprint, r.answer, (select todoke_now())
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (endpoint text, key text, place int, fingerprint text, answer text)`
    .execute(database);
}

/** Keeps the answer of a batch as a whole in place of those of its messages. The first one that is kept stays. */
export async function writeWholeAnswer(database: Database, projectId: string, { endpoint, key, fingerprint }: RequestKey, answer: string): Promise<void> {
  await sql`
    with parts as (
      delete from keyed_answer
      where project_id = ${projectId} and endpoint = ${endpoint} and key = ${key} and place <> ${wholeAnswer}
    )
    insert into keyed_answer (project_id, endpoint, key, place, fingerprint, answer, answered_at)
    values (${projectId}, ${endpoint}, ${key}, ${wholeAnswer}, ${fingerprint}, ${answer}, todoke_now())
    on conflict do nothing`.execute(database);
}
