import { sql } from "kysely";

/*
 * `month` follows from the provider's time of the event, which is the same in every copy, so that copies meet in one
 * row. `position` is given after the commit: whoever reads on from a position never misses a row that committed late.
 * `act` is what the event means to triggers, and `triggers_due_at` set until they have looked at it.
 */
export const inboundStatements = [
  sql`create table inbound_event (
    project_id text not null,
    month date not null,
    id uuid not null,
    account_id text not null,
    provider_event_id text not null,
    type text not null,
    address_kind text not null,
    address text not null,
    payload jsonb not null,
    reply_token text,
    reply_expires_at timestamptz,
    reply_attempt_id uuid,
    at timestamptz not null,
    received_at timestamptz not null,
    position bigint,
    due_at timestamptz,
    act jsonb,
    triggers_due_at timestamptz,
    primary key (project_id, id, month)
  ) with (fillfactor = 80)`,
  sql`create unique index inbound_event_copies on inbound_event (project_id, account_id, provider_event_id, month)`,
  sql`create index inbound_event_position on inbound_event (project_id, position)`,
  sql`create index inbound_event_address on inbound_event (project_id, address, position)`,
  sql`create index inbound_event_unnumbered on inbound_event (project_id, received_at, id) where position is null`,
  sql`create index inbound_event_due on inbound_event (project_id, due_at) where due_at is not null`,
  sql`create index inbound_event_triggers on inbound_event (project_id, triggers_due_at) where triggers_due_at is not null`,
  sql`create index inbound_event_token on inbound_event (project_id, account_id, address) where reply_token is not null`,
  sql`create index inbound_event_token_end on inbound_event (reply_expires_at) where reply_token is not null`,

  sql`create table inbound_counter (
    project_id text not null references project (id),
    position bigint not null,
    primary key (project_id)
  )`,
  sql`insert into inbound_counter (project_id, position) select id, 0 from project`,
];
