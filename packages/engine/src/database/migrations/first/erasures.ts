import { sql } from "kysely";

/*
 * Contacts that are being erased from what is kept of them elsewhere. `last_message_id` is how far that has come; `addresses` are
 * dropped with the end. `resumes_after` is where it begins again, because a message there was still under way.
 */
export const erasureStatements = [
  sql`create table erasure (
    project_id text not null,
    id uuid not null,
    addresses jsonb not null,
    status text not null,
    last_message_id uuid,
    resumes_after uuid,
    has_to_resume boolean not null default false,
    deliveries integer not null default 0,
    inbound_events integer not null default 0,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    completed_at timestamptz,
    due_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create index erasure_due on erasure (project_id, due_at) where due_at is not null`,
];
