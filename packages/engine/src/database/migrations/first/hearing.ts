import { sql } from "kysely";

/* When a process was last there to take what providers post, and for how long none was. */
export const hearingStatements = [
  sql`create table hearing (
    project_id text not null references project (id),
    heard_at timestamptz not null,
    primary key (project_id)
  )`,
  sql`create table deaf_period (
    project_id text not null,
    began_at timestamptz not null,
    ended_at timestamptz not null,
    primary key (project_id, began_at)
  )`,
];
