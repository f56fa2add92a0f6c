import { sql } from "kysely";

/*
 * What has come in of contacts and suppressions that callers send as lines. `digest` stands for all lines of an upload so far,
 * each with those before it.
 */
export const uploadStatements = [
  sql`create table upload (
    project_id text not null,
    kind text not null,
    name text not null,
    lines integer not null,
    taken integer not null,
    added integer not null,
    refused integer not null,
    digest text not null,
    is_complete boolean not null,
    began_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, kind, name),
    check (lines = taken + refused)
  ) with (fillfactor = 50)`,

  sql`create table upload_refused_line (
    project_id text not null,
    kind text not null,
    name text not null,
    line integer not null,
    problems jsonb not null,
    primary key (project_id, kind, name, line)
  )`,
];
