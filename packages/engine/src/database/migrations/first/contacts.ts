import { sql } from "kysely";

/* An address belongs to one contact; whether it can be reached is in the table of reachability, for each account. */
export const contactStatements = [
  sql`create table contact (
    project_id text not null references project (id),
    id uuid not null,
    kind text not null,
    reference text,
    locale text,
    time_zone text,
    attributes jsonb not null default '{}',
    source text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,
  sql`create index contact_kind on contact (project_id, kind, id)`,

  sql`create table contact_address (
    project_id text not null,
    address text not null,
    kind text not null,
    contact_id uuid not null,
    account_id text not null,
    created_at timestamptz not null,
    primary key (project_id, address, kind)
  )`,
  sql`create index contact_address_contact on contact_address (project_id, contact_id)`,
  sql`create index contact_address_account on contact_address (project_id, account_id, contact_id)`,

  // Who left is kept, so that news of their coming that arrives later does not bring them back.
  sql`create table group_member (
    project_id text not null,
    group_address text not null,
    kind text not null,
    member_address text not null,
    present boolean not null,
    changed_at timestamptz not null,
    primary key (project_id, group_address, kind, member_address)
  )`,

  sql`create table contact_import (
    project_id text not null,
    id uuid not null,
    account_id text not null,
    status text not null,
    cursor text,
    cursor_at timestamptz,
    pages integer not null default 0,
    read integer not null default 0,
    added integer not null default 0,
    failures integer not null default 0,
    failure jsonb,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    completed_at timestamptz,
    due_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create unique index contact_import_running on contact_import (project_id, account_id) where status = 'running'`,
  sql`create index contact_import_due on contact_import (due_at) where due_at is not null`,
];
