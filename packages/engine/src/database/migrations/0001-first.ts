import { sql, type Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { accountStatements } from "./first/accounts.ts";
import { apiKeyStatements } from "./first/api-keys.ts";
import { consentStatements } from "./first/consents.ts";
import { contactStatements } from "./first/contacts.ts";
import { doorStatements } from "./first/doors.ts";
import { hearingStatements } from "./first/hearing.ts";
import { inboundStatements } from "./first/inbound.ts";
import { relayStatements } from "./first/relay.ts";
import { reportStatements } from "./first/reports.ts";
import { accountHealthStatements } from "./first/account-health.ts";
import { accountQuotaStatements } from "./first/account-quota.ts";
import { laneStatements } from "./first/lanes.ts";
import { messageSpeedStatements } from "./first/message-speed.ts";
import { audienceStatements } from "./first/audiences.ts";
import { openMessageStatements } from "./first/open-messages.ts";
import { suppressionStatements } from "./first/suppressions.ts";
import { erasureStatements } from "./first/erasures.ts";
import { uploadStatements } from "./first/uploads.ts";
import { keyedAnswerStatements } from "./first/keyed-answers.ts";
import { budgetStatements } from "./first/budgets.ts";
import { frequencyCountStatements } from "./first/frequency-counts.ts";
import { statisticsStatements } from "./first/statistics.ts";
import { templateStatements } from "./first/templates.ts";
import { transferStatements } from "./first/transfers.ts";
import { triggerStatements } from "./first/triggers.ts";
import { webhookStatements } from "./first/webhooks.ts";

/*
 * Every key begins with the project, so that projects can be kept apart, and every large table carries the month of its
 * message, which always follows from the message's id. Those that grow with every call have a table beneath them for each
 * month, which `addMonth` makes.
 */
const statements = [
  sql`create table project (
    id text primary key,
    name text not null,
    created_at timestamptz not null default now()
  )`,
  sql`insert into project (id, name) values ('default', 'default')`,

  // Decisions that several processes share are made by the database's clock; tests move it by this offset.
  sql`create table clock_offset (only_row boolean primary key default true check (only_row), milliseconds bigint not null)`,
  sql`insert into clock_offset (milliseconds) values (0)`,
  sql`create function todoke_now() returns timestamptz language sql stable as
    $$ select clock_timestamp() + (select milliseconds from clock_offset) * interval '1 millisecond' $$`,

  // Until a message is released it counts its deliveries as scheduled, while their rows say pending: all of them are
  // released by writing one row. `validity_period_ms` runs from release and `valid_until` is what follows from it. Under a
  // sending speed limit each delivery is released by itself, and `valid_until` is where the last one is expected to end.
  sql`create table message (
    project_id text not null references project (id),
    id uuid not null,
    month date not null,
    reference text,
    purpose text not null,
    priority smallint not null,
    status text not null,
    content jsonb not null,
    plan jsonb not null,
    plan_view jsonb not null,
    template_id uuid,
    template_version integer,
    optional_variables jsonb,
    delivery_time_window jsonb,
    marketing_window jsonb,
    sending_speed_limit jsonb,
    platform jsonb,
    budget jsonb,
    audience jsonb,
    frozen_audience jsonb,
    reply jsonb,
    webhooks jsonb,
    webhooks_ended_at timestamptz,
    reach jsonb,
    created_at timestamptz not null,
    was_open boolean not null default false,
    is_test boolean not null default false,
    traceparent text,
    started_at timestamptz,
    send_at timestamptz,
    expires_at timestamptz,
    validity_period_ms bigint not null,
    valid_until timestamptz not null,
    release_at timestamptz,
    completed_at timestamptz,
    recipients integer not null,
    scheduled integer not null default 0,
    held integer not null default 0,
    pending integer not null default 0,
    waiting integer not null default 0,
    final integer not null default 0,
    duplicate_contacts integer not null default 0,
    possible_duplicates integer not null default 0,
    primary key (project_id, id),
    check (recipients = scheduled + held + pending + waiting + final)
  ) with (fillfactor = 50)`,
  sql`create unique index message_reference on message (project_id, reference) where reference is not null`,
  sql`create index message_entity on message (project_id, (platform ->> 'entityId'), id) where platform ->> 'entityId' is not null`,
  sql`create index message_application on message (project_id, (platform ->> 'applicationId'), id)
    where platform ->> 'applicationId' is not null`,
  sql`create index message_template on message (project_id, template_id, id) where template_id is not null`,
  // When something about the message itself is next to be done: to be released, to be cancelled to the end, or to end unstarted.
  sql`create index message_release on message (project_id, release_at) where release_at is not null`,
  sql`create index message_open on message (project_id, id) where completed_at is null`,

  sql`create table message_outcome (
    project_id text not null,
    message_id uuid not null,
    outcome text not null,
    succeeded boolean not null,
    channel text not null,
    count integer not null,
    primary key (project_id, message_id, outcome, succeeded, channel)
  ) with (fillfactor = 50)`,

  // Deliveries of a message that nothing has looked at yet, as a range of numbers: one row to claim instead of hundreds. Of
  // a large message only a few are ever due, and the next when one is done: so messages take turns. `priority` follows from
  // the message's purpose, here and below: 0 comes first.
  sql`create table chunk (
    project_id text not null,
    id uuid not null,
    message_id uuid not null,
    next_number integer not null,
    end_number integer not null,
    priority smallint not null,
    due_at timestamptz not null,
    is_held boolean not null default false,
    claim_token uuid,
    primary key (project_id, message_id, id)
  ) with (fillfactor = 50)`,
  sql`create index chunk_due on chunk (project_id, priority, due_at, id)`,
  sql`create index chunk_waiting on chunk (project_id, message_id, next_number) where due_at = 'infinity' and not is_held`,

  sql`create table delivery (
    project_id text not null,
    month date not null,
    message_id uuid not null,
    number integer not null,
    reference text,
    addresses jsonb not null,
    duplicate_kinds text[],
    variables jsonb,
    locale text,
    time_zone text,
    priority smallint not null,
    status text not null,
    released_at timestamptz,
    step smallint not null default 0,
    step_started_at timestamptz,
    tries smallint not null default 0,
    due_at timestamptz,
    claim_token uuid,
    attempt_ids uuid[],
    history jsonb,
    evidence text,
    outcome text,
    succeeded boolean,
    channel text,
    reason_code text,
    reason_detail text,
    duplicate_contact boolean not null default false,
    possible_duplicate boolean not null default false,
    reports smallint not null default 0,
    updated_at timestamptz not null,
    closed_at timestamptz,
    primary key (project_id, message_id, number, month)
  ) partition by range (month)`,
  sql`create index delivery_due on delivery (project_id, priority, due_at) where due_at is not null`,

  sql`create table payload (
    project_id text not null,
    month date not null,
    hash text not null,
    bytes text not null,
    primary key (project_id, hash, month)
  ) partition by range (month)`,

  sql`create table attempt (
    project_id text not null,
    month date not null,
    id uuid not null,
    message_id uuid not null,
    step smallint not null,
    channel text not null,
    account_id text not null,
    endpoint text not null,
    bulk boolean not null,
    members integer[] not null,
    addresses text[] not null,
    payload_hash text not null,
    purpose text not null,
    priority smallint not null,
    time_zone text,
    callback_token text,
    validity_period_ms bigint,
    evidence text not null,
    contradicted boolean not null default false,
    possible_duplicate boolean not null default false,
    calls smallint not null default 1,
    looks smallint not null default 0,
    started_at timestamptz not null,
    step_started_at timestamptz not null,
    released_at timestamptz,
    due_at timestamptz,
    claim_token uuid,
    answered_at timestamptz,
    answer text,
    request_id text,
    provider_message_ids text[] not null default '{}',
    error_class text,
    provider_code text,
    bill jsonb,
    costs jsonb,
    spend jsonb,
    history jsonb,
    primary key (project_id, id, month)
  ) partition by range (month)`,
  sql`create index attempt_due on attempt (project_id, priority, due_at) where due_at is not null`,
  sql`create index attempt_unsettled on attempt (project_id, message_id) where evidence in ('sending', 'unknown')`,
  // Only attempts that anybody reports on: most of LINE's never are, and every index is paid for at each of their steps.
  sql`create index attempt_callback on attempt (project_id, callback_token) where callback_token is not null`,
  sql`create index attempt_provider_message on attempt (project_id, account_id, (provider_message_ids[1]))
    where callback_token is not null`,

  sql`create table evidence (
    project_id text not null,
    month date not null,
    account_id text not null,
    event_id text not null,
    attempt_id uuid,
    provider_message_id text,
    evidence text not null,
    source text not null,
    error_class text,
    provider_code text,
    suppresses text,
    bill jsonb,
    at timestamptz not null,
    received_at timestamptz not null,
    primary key (project_id, account_id, event_id, month)
  ) partition by range (month)`,
  sql`create index evidence_attempt on evidence (project_id, attempt_id)`,
  sql`create index evidence_orphan on evidence (project_id, account_id, provider_message_id) where attempt_id is null`,

  sql`create table reachability (
    project_id text not null,
    account_id text not null,
    address text not null,
    reachability text not null,
    provider_code text not null,
    observed_at timestamptz not null,
    primary key (project_id, account_id, address)
  )`,

  ...apiKeyStatements,
  ...accountStatements,
  ...inboundStatements,
  ...contactStatements,
  ...consentStatements,
  ...doorStatements,
  ...hearingStatements,
  ...relayStatements,
  ...reportStatements,
  ...triggerStatements,
  ...webhookStatements,
  ...accountQuotaStatements,
  ...accountHealthStatements,
  ...laneStatements,
  ...messageSpeedStatements,
  ...templateStatements,
  ...audienceStatements,
  ...openMessageStatements,
  ...suppressionStatements,
  ...uploadStatements,
  ...erasureStatements,
  ...frequencyCountStatements,
  ...budgetStatements,
  ...statisticsStatements,
  ...keyedAnswerStatements,
  ...transferStatements,
];

export const firstMigration: Migration = {
  async up(database: Kysely<unknown>) {
    for (const statement of statements) await statement.execute(database);
  },
};
