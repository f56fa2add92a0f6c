import { sql } from "kysely";

/** Where all processes agree on when the next call to one endpoint of one account may be made. */
export const laneStatements = [
  sql`create table lane (
    project_id text not null,
    account_id text not null,
    endpoint text not null,
    next_at timestamptz not null default '-infinity',
    taken_at timestamptz[] not null default '{}',
    share double precision not null default 1,
    slowed_at timestamptz not null default '-infinity',
    primary key (project_id, account_id, endpoint)
  ) with (fillfactor = 50)`,
];
