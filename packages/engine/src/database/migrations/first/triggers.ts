import { sql } from "kysely";

/*
 * What is sent because of inbound events. A firing is one event that a trigger fits: it is written once, `pending`, before its
 * message is, and its key keeps a second one out. A turn is when a person last had a trigger's answer.
 */
export const triggerStatements = [
  sql`create table message_trigger (
    project_id text not null references project (id),
    id uuid not null,
    name text not null,
    account_id text,
    condition jsonb not null,
    message jsonb not null,
    at_most_every_ms bigint not null,
    enabled boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (project_id, id)
  )`,

  sql`create table trigger_firing (
    project_id text not null,
    trigger_id uuid not null,
    event_id uuid not null,
    result text not null,
    message_id uuid,
    problems jsonb,
    at timestamptz not null,
    primary key (project_id, trigger_id, event_id)
  )`,

  sql`create table trigger_turn (
    project_id text not null,
    trigger_id uuid not null,
    person uuid not null,
    event_id uuid not null,
    at timestamptz not null,
    primary key (project_id, trigger_id, person)
  )`,
  sql`create index trigger_turn_person on trigger_turn (project_id, person)`,
];
