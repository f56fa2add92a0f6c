import { sql } from "kysely";

/*
 * One row for each address, channel and source. A row that no longer holds stays with `lifted_at`, so that news which
 * arrives late can be told from news. An empty `channel` stands for all, null `purposes` for all.
 */
export const suppressionStatements = [
  sql`create table suppression (
    project_id text not null references project (id),
    id uuid not null,
    address_kind text not null,
    address text not null,
    channel text not null,
    source text not null,
    purposes text[],
    account_id text,
    enforced_by text[] not null default '{}',
    reason text,
    since timestamptz not null,
    until timestamptz,
    changed_at timestamptz not null,
    lifted_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create unique index suppression_key on suppression (project_id, address_kind, address, channel, source)`,
  sql`create index suppression_current on suppression (project_id, address_kind, address) where lifted_at is null`,
];
