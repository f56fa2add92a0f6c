import { sql } from "kysely";

/*
 * An address belongs to one contact, which has one of each kind; whether it can be reached is in the table of reachability, for
 * each account. Without an account an address was given by a caller.
 */
export const contactStatements = [
  sql`create table contact (
    project_id text not null references project (id),
    id uuid not null,
    kind text not null,
    reference text,
    locale text,
    time_zone text,
    attributes jsonb not null default '{}',
    is_tester boolean not null default false,
    source text not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,
  sql`create index contact_kind on contact (project_id, kind, id)`,
  sql`create unique index contact_reference on contact (project_id, reference) where reference is not null`,
  sql`create index contact_tester on contact (project_id, id) where is_tester`,
  // For filters: which contacts have an attribute of this value.
  sql`create index contact_attributes on contact using gin (attributes jsonb_path_ops)`,

  sql`create table contact_address (
    project_id text not null,
    address text not null,
    kind text not null,
    contact_id uuid not null,
    account_id text,
    created_at timestamptz not null,
    primary key (project_id, address, kind)
  )`,
  sql`create unique index contact_address_contact on contact_address (project_id, contact_id, kind)`,
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
  sql`create index contact_import_due on contact_import (project_id, due_at) where due_at is not null`,
];
