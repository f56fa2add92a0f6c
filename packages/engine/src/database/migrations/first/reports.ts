import { sql } from "kysely";

/*
 * What callers are told of their deliveries, written with the change that it tells of. `number` runs without gaps within a
 * delivery. `position` is given after the commit: whoever reads on from a position never misses a row that committed late.
 */
export const reportStatements = [
  sql`create table report (
    project_id text not null,
    month date not null,
    message_id uuid not null,
    delivery integer not null,
    number integer not null,
    type text not null,
    is_final boolean not null,
    step smallint not null,
    channel text,
    attempt_id uuid,
    evidence text,
    outcome text,
    succeeded boolean,
    details jsonb,
    at timestamptz not null,
    position bigint,
    primary key (project_id, message_id, delivery, number, month)
  ) partition by range (month)`,
  sql`create index report_position on report (project_id, position)`,
  // For replays by time: reports are written in about that order, and this costs next to nothing to keep.
  sql`create index report_at on report using brin (at)`,
  sql`create index report_unnumbered on report (project_id, message_id, delivery, number) where position is null`,

  sql`create table report_counter (
    project_id text not null references project (id),
    position bigint not null,
    primary key (project_id)
  )`,
  sql`insert into report_counter (project_id, position) select id, 0 from project`,

  sql`create table report_subscription (
    project_id text not null references project (id),
    name text not null,
    final_only boolean not null,
    include_personal_data boolean not null,
    acknowledged bigint not null,
    acknowledged_at timestamptz,
    created_at timestamptz not null,
    primary key (project_id, name)
  )`,
];
