import { sql } from "kysely";

/*
 * Where the whole database is being moved, or was: `away` to another, or `here` from one. `ended_at` is written in the
 * database that is left before it is written in the one that is entered, so that no two of them ever work.
 */
export const transferStatements = [
  sql`create table transfer (
    only_row boolean primary key default true check (only_row),
    id uuid not null,
    direction text not null,
    other_side text not null,
    began_at timestamptz not null,
    ended_at timestamptz
  )`,
  sql`create table transfer_progress (
    name text primary key,
    moved bigint not null,
    last_key text,
    is_complete boolean not null
  )`,

  // Behind every table of a database that is left: whoever slept through it writes no intent there, and so calls nobody.
  sql`create function todoke_refuse_write() returns trigger language plpgsql as $$
    begin
      raise exception 'this database was moved away' using errcode = 'object_not_in_prerequisite_state',
        hint = 'Stop this process, and start it on the database that was moved to.';
    end $$`,
];
