import { sql } from "kysely";

/** Names under which providers add up, and what they answered. */
export const statisticsStatements = [
  sql`create table statistics_unit (
    project_id text not null,
    account_id text not null,
    month text not null,
    name text not null,
    primary key (project_id, account_id, month, name)
  )`,
  sql`create table statistics_answer (
    project_id text not null,
    account_id text not null,
    question text not null,
    answer jsonb not null,
    asked_at timestamptz not null,
    primary key (project_id, account_id, question)
  )`,
];
