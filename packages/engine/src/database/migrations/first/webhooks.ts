import { sql } from "kysely";

/*
 * Where reports are posted, and what is on its way there. A post goes to an endpoint or, where a message names an address of
 * its own, to the message: `target_id` is the one's id or the other's. Its lane is what it waits in line with: the endpoint's
 * id or the address's origin. One that was taken is deleted; one that was given up has no `due_at`.
 */
export const webhookStatements = [
  sql`create table webhook_endpoint (
    project_id text not null references project (id),
    id uuid not null,
    name text not null,
    url text not null,
    final_only boolean not null,
    include_personal_data boolean not null,
    types text[],
    entity_id text,
    application_id text,
    secret text not null,
    former_secret text,
    former_secret_until timestamptz,
    created_at timestamptz not null,
    rotated_at timestamptz,
    paused_at timestamptz,
    disabled_at timestamptz,
    disabled_reason text,
    failing_since timestamptz,
    failure text,
    failed_at timestamptz,
    rests_until timestamptz,
    primary key (project_id, id)
  )`,

  sql`create table webhook_post (
    project_id text not null,
    target_id uuid not null,
    message_id uuid not null,
    delivery integer not null,
    number integer not null,
    month date not null,
    lane text not null,
    due_at timestamptz,
    tries integer not null default 0,
    tried_at timestamptz,
    failure text,
    primary key (project_id, target_id, message_id, delivery, number)
  )`,
  sql`create index webhook_post_due on webhook_post (project_id, lane, due_at) where due_at is not null`,
  // Tells whether a project has anything to do, however many of its posts wait for later.
  sql`create index webhook_post_time on webhook_post (project_id, due_at) where due_at is not null`,

  // Of endpoints alone, and of each only the latest.
  sql`create table webhook_failure (
    project_id text not null,
    endpoint_id uuid not null,
    id uuid not null,
    message_id uuid not null,
    delivery integer not null,
    number integer not null,
    tries integer not null,
    failure text not null,
    status smallint,
    took_ms integer not null,
    at timestamptz not null,
    primary key (project_id, endpoint_id, id)
  )`,

  // What signs the reports of messages that name an address of their own.
  sql`create table webhook_secret (
    project_id text not null references project (id),
    secret text not null,
    former_secret text,
    former_secret_until timestamptz,
    created_at timestamptz not null,
    rotated_at timestamptz,
    primary key (project_id)
  )`,
];
