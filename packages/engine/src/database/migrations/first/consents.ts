import { sql } from "kysely";

/*
 * What contacts said, or are said to have said, about messages of one purpose on one channel; all of it is kept, and the latest
 * holds. Of two words of the same moment the withdrawal does, which the order of the key and of the words brings about.
 */
export const consentStatements = [
  sql`create table consent (
    project_id text not null,
    contact_id uuid not null,
    channel text not null,
    purpose text not null,
    at timestamptz not null,
    state text not null,
    source text not null,
    recorded_at timestamptz not null,
    primary key (project_id, contact_id, channel, purpose, at, state)
  )`,
];
