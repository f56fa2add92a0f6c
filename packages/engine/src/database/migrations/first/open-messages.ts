import { sql } from "kysely";

/*
 * What has come in of recipients that are added to a message after it was made. `digest` stands for all lines of a part so
 * far, each with those before it.
 */
export const openMessageStatements = [
  sql`create table recipient_part (
    project_id text not null,
    message_id uuid not null,
    part text not null,
    lines integer not null,
    taken integer not null,
    refused integer not null,
    digest text not null,
    is_complete boolean not null,
    updated_at timestamptz not null,
    primary key (project_id, message_id, part),
    check (lines = taken + refused)
  ) with (fillfactor = 50)`,

  sql`create table refused_line (
    project_id text not null,
    message_id uuid not null,
    part text not null,
    line integer not null,
    problems jsonb not null,
    primary key (project_id, message_id, part, line)
  )`,

  // Every address of an open message, as 16 bytes that stand for it and its kind; dropped once the message has ended.
  sql`create table recipient_address (
    project_id text not null,
    message_id uuid not null,
    digest bytea not null,
    primary key (project_id, message_id, digest)
  )`,
];
