import { sql } from "kysely";

/**
 * How well accounts work. `epoch` counts the moves of `state`: the calls counted in one are told apart from those of the
 * next.
 */
export const accountHealthStatements = [
  sql`create table account_health (
    project_id text not null,
    account_id text not null,
    state text not null,
    since timestamptz not null,
    why text not null,
    epoch integer not null default 0,
    bad_in_a_row integer not null default 0,
    pin text not null default 'automatic',
    primary key (project_id, account_id)
  ) with (fillfactor = 50)`,

  sql`create table account_calls (
    project_id text not null,
    account_id text not null,
    starts_at timestamptz not null,
    epoch integer not null,
    calls integer not null,
    failed integer not null,
    lost integer not null,
    slow integer not null,
    primary key (project_id, account_id, starts_at, epoch)
  ) with (fillfactor = 50)`,
];
