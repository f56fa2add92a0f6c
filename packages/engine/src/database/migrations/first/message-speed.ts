import { sql } from "kysely";

/**
 * How far messages with a `sendingSpeedLimit` have come. Nobody is released before `next_at`; those who were sent away
 * come again one after the other, up to `queued_until`. `chunks_at_once` of its chunks are due, the others when one is done.
 */
export const messageSpeedStatements = [
  sql`create table message_speed (
    project_id text not null,
    message_id uuid not null,
    chunks_at_once smallint not null,
    next_at timestamptz not null default '-infinity',
    queued_until timestamptz not null default '-infinity',
    primary key (project_id, message_id)
  ) with (fillfactor = 50)`,
];
