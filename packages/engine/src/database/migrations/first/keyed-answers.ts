import { sql } from "kysely";

/*
 * What requests with an idempotency key were answered. The answer as a whole has the place -1; the messages of a batch have
 * theirs from 0 until the whole is there.
 */
export const keyedAnswerStatements = [
  sql`create table keyed_answer (
    project_id text not null references project (id),
    endpoint text not null,
    key text not null,
    place smallint not null,
    fingerprint text not null,
    answer text not null,
    answered_at timestamptz not null,
    primary key (project_id, endpoint, key, place)
  )`,
  sql`create index keyed_answer_age on keyed_answer (answered_at)`,
];
