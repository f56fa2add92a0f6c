import { sql } from "kysely";

/* Requests of providers on their way to whoever else wants them; one that was taken is deleted. */
export const relayStatements = [
  sql`create table relay_request (
    project_id text not null,
    id uuid not null,
    account_id text not null,
    headers jsonb not null,
    body bytea not null,
    received_at timestamptz not null,
    due_at timestamptz,
    tries integer not null default 0,
    tried_at timestamptz,
    failure text,
    given_up_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create index relay_request_due on relay_request (project_id, account_id, due_at) where due_at is not null`,
  sql`create index relay_request_account on relay_request (project_id, account_id)`,
];
