import type { JsonValue } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** What a provider answered to one question, as it was kept. */
export interface StoredAnswer {
  readonly answer: JsonValue;
  readonly askedAt: Date;
}

export async function readAnswer(
  database: Database,
  projectId: string,
  accountId: string,
  question: string,
): Promise<StoredAnswer | undefined> {
  const { rows } = await sql<{ answer: JsonValue; asked_at: Date }>`
    select answer, asked_at from statistics_answer
    where project_id = ${projectId} and account_id = ${accountId} and question = ${question}`.execute(database);
  return rows[0] && { answer: rows[0].answer, askedAt: rows[0].asked_at };
}

export async function writeAnswer(
  database: Database,
  projectId: string,
  accountId: string,
  question: string,
  { answer, askedAt }: StoredAnswer,
): Promise<void> {
  await sql`
    insert into statistics_answer (project_id, account_id, question, answer, asked_at)
    values (${projectId}, ${accountId}, ${question}, ${JSON.stringify(answer)}::jsonb, ${askedAt})
    on conflict (project_id, account_id, question) do update
    set answer = excluded.answer, asked_at = excluded.asked_at`.execute(database);
}
