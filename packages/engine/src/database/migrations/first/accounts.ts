import { sql } from "kysely";

/*
 * Accounts that were made through the API. All settings of an account are sealed in one text, which goes when it is archived;
 * the row stays, because attempts and evidence name it. Pauses and probes are of accounts of the configuration as well. Each
 * change adds one to the revision of its project, in its own transaction: by that every process sees that there was one.
 */
export const accountStatements = [
  sql`create table account (
    project_id text not null references project (id),
    id uuid not null,
    provider text not null,
    name text not null,
    usage jsonb not null,
    sealed_settings text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    archived_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create table account_pause (
    project_id text not null references project (id),
    account_id text not null,
    paused_at timestamptz not null,
    primary key (project_id, account_id)
  )`,
  sql`create table account_probe (
    project_id text not null references project (id),
    account_id text not null,
    probed_at timestamptz not null,
    name text,
    address text,
    error_class text,
    provider_code text,
    primary key (project_id, account_id)
  )`,
  sql`create table account_revision (
    project_id text primary key references project (id),
    revision bigint not null
  )`,
];
