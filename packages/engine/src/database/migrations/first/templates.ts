import { sql } from "kysely";

/** Content that callers keep here. A version never changes; an archived template keeps its versions and gives its name free. */
export const templateStatements = [
  sql`create table template (
    project_id text not null references project (id),
    id uuid not null,
    name text not null,
    latest_version integer not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    archived_at timestamptz,
    primary key (project_id, id)
  )`,
  sql`create unique index template_name on template (project_id, name) where archived_at is null`,

  sql`create table template_version (
    project_id text not null,
    template_id uuid not null,
    version integer not null,
    content jsonb not null,
    variants jsonb not null,
    variables jsonb not null,
    created_at timestamptz not null,
    primary key (project_id, template_id, version)
  )`,
];
