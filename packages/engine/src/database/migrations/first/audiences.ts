import { sql } from "kysely";

/** Lists of people that callers keep here, filters that find people, and what was made of them at providers. */
export const audienceStatements = [
  sql`create table audience (
    project_id text not null references project (id),
    id uuid not null,
    type text not null,
    name text not null,
    filter jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    members integer not null default 0,
    next_position integer not null default 0,
    primary key (project_id, id)
  )`,

  // `key` stands for the list and the member's reference or, without one, all of its addresses. It needs no list beside it,
  // and nothing but its own index can then be taken for a way to it.
  sql`create table audience_member (
    project_id text not null,
    audience_id uuid not null,
    position integer not null,
    key text not null,
    reference text,
    addresses jsonb not null,
    variables jsonb,
    locale text,
    time_zone text,
    primary key (project_id, audience_id, position)
  )`,
  sql`create unique index audience_member_key on audience_member (project_id, key)`,

  // Every address of every member: tells addresses that come twice, and reads one kind in order without repetition.
  sql`create table audience_address (
    project_id text not null,
    audience_id uuid not null,
    kind text not null,
    address text not null,
    position integer not null,
    primary key (project_id, audience_id, kind, address, position)
  )`,

  sql`create table audience_push (
    project_id text not null,
    audience_id uuid not null,
    id uuid not null,
    account_id text not null,
    kind text not null,
    name text not null,
    status text not null,
    total integer not null,
    added integer not null default 0,
    skipped integer not null default 0,
    last_address text not null default '',
    calls integer not null default 0,
    tries integer not null default 0,
    provider_audience_id text,
    provider_status text,
    error_class text,
    error_code text,
    error_detail text,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    due_at timestamptz,
    claim_token uuid,
    primary key (project_id, audience_id, id)
  )`,
  sql`create index audience_push_due on audience_push (project_id, due_at) where due_at is not null`,
];
