import type { MessageBudget } from "../budgets/budget.ts";
import type { Content, JsonObject, Plan, Purpose } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import { newId, monthOf } from "../ids.ts";
import type { FrozenAudience } from "../content/prepared-message.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import type { AudienceRequest, MessageWebhooks, Platform } from "../message-request.ts";
import type { PlanView } from "../plan-view.ts";
import { priorityOf } from "../pace/priority.ts";
import { inTransaction } from "./in-transaction.ts";
import { refuseReference } from "./message-reference.ts";
import { apartMsOf } from "../speed/sending-speed-limit.ts";
import type { SpeedPlan } from "../speed/speed-plan.ts";
import { formatTraceparent } from "../tracing/traceparent.ts";
import type { SpanPlace } from "../tracing/tracer.ts";
import { chunksAtOnce, mostChunksAtOnce } from "./next-chunks.ts";
import type { UsedTemplate } from "../templates/find-content.ts";
import type { MessageWindows } from "../windows/message-windows.ts";

/** How many deliveries one claim takes responsibility for. */
export const chunkSize = 500;

/** A message to so few people is worked on beside others, and never waits behind a campaign. */
export const smallChunkSize = 16;

/** Rows in one statement: enough to be fast, few enough that an embedded database does not hold the process up. */
const insertSize = 500;

export interface NewMessage extends MessageWindows {
  readonly id: string;
  readonly reference: string | undefined;
  readonly purpose: Purpose;
  readonly content: Content;
  /** The stored template that the content came from. */
  readonly template: UsedTemplate | undefined;
  readonly plan: Plan;
  readonly planView: PlanView;
  readonly speed: SpeedPlan | undefined;
  readonly platform: Platform | undefined;
  readonly webhooks: MessageWebhooks | undefined;
  readonly budget: MessageBudget | undefined;
  /** As the caller named it and, where the provider knows its people, as its adapter parsed it. */
  readonly audience: { readonly requested: AudienceRequest; readonly frozen: FrozenAudience | undefined } | undefined;
  readonly reply: ReplyTarget | undefined;
  /** When it is to be released; undefined or past: at once. */
  readonly sendAt: Date | undefined;
  readonly isScheduled: boolean;
  /** Recipients are still added: it is released when it is started. */
  readonly isOpen: boolean;
  /** It goes to testers, and counts for nobody. */
  readonly isTest: boolean;
  /** Where it was accepted in a trace; undefined: it is not traced. */
  readonly acceptSpan: SpanPlace | undefined;
  /** Its absolute end. */
  readonly expiresAt: Date | undefined;
  /** From release, where `expiresAt` does not come first. */
  readonly validityPeriodMs: number;
}

/** How long a message may stay open before it ends unstarted. */
const openForMs = 7 * 24 * 60 * 60_000;

export interface NewDelivery {
  readonly number: number;
  readonly reference: string | undefined;
  readonly addresses: Readonly<Record<string, string>>;
  readonly duplicateKinds: readonly string[];
  readonly variables: JsonObject | undefined;
  readonly locale: string | undefined;
  readonly timeZone: string | undefined;
}

/** The moments that the database gave the message. */
export interface InsertedMessage {
  readonly createdAt: Date;
  readonly validUntil: Date;
}

/** A message with as much of it as one statement writes. */
export interface MessageToInsert {
  readonly message: NewMessage;
  /** Of the whole message: the work on all of them is written, also where their deliveries follow. */
  readonly recipients: number;
  readonly deliveries: readonly NewDelivery[];
}

/**
 * Writes the message, its deliveries and the first work on them, all or nothing: in one statement where the deliveries
 * fit, else in one transaction. Throws `ReferenceInUseError` when another message has its reference.
 */
export async function insertMessage(
  database: Database,
  projectId: string,
  message: NewMessage,
  deliveries: readonly NewDelivery[],
): Promise<InsertedMessage> {
  const { length } = deliveries;
  if (length <= insertSize) return insertWithFirst(database, projectId, message, length, deliveries);
  return inTransaction(database, async (transaction) => {
    const inserted = await insertWithFirst(transaction, projectId, message, length, deliveries.slice(0, insertSize));
    for (let start = insertSize; start < length; start += insertSize) {
      await insertDeliveries(transaction, projectId, message.id, deliveries.slice(start, start + insertSize));
    }
    return inserted;
  });
}

/** Writes the message, the work on all `recipients`, and the first of their deliveries. Throws `ReferenceInUseError`. */
export async function insertWithFirst(
  database: Database,
  projectId: string,
  message: NewMessage,
  recipients: number,
  deliveries: readonly NewDelivery[],
): Promise<InsertedMessage> {
  const inserted = (await insertMessages(database, projectId, [{ message, recipients, deliveries }])).get(message.id);
  return inserted ?? refuseReference(database, projectId, message);
}

/**
 * Writes messages in one statement. One whose reference another message has, be it one of these, is missing from the
 * answer, and nothing of it was written.
 */
export async function insertMessages(
  database: Database,
  projectId: string,
  messages: readonly MessageToInsert[],
): Promise<ReadonlyMap<string, InsertedMessage>> {
  // In the order of their references, so that two such statements never wait for each other.
  const { rows } = await sql<{ id: string; created_at: Date; valid_until: Date }>`
    with clock as materialized (select todoke_now() as now), asked as materialized (
      select * from json_to_recordset(${JSON.stringify(messages.map(toMessageRow))}::json) as a (id uuid, month date,
        reference text, purpose text, priority smallint, content jsonb, template_id uuid, template_version int, optional_variables jsonb, plan jsonb, plan_view jsonb, delivery_time_window jsonb, marketing_window jsonb, sending_speed_limit jsonb,
        platform jsonb, webhooks jsonb, budget jsonb, audience jsonb, frozen_audience jsonb, reply jsonb, send_at timestamptz, is_scheduled boolean, is_open boolean, is_test boolean, traceparent text, expires_at timestamptz,
        validity_period_ms bigint, lasts_ms bigint, chunks_at_once int, recipients int, deliveries json, chunks json)
    ), kept as (
      insert into message (project_id, id, month, reference, purpose, priority, status, content, template_id, template_version, optional_variables, plan, plan_view, delivery_time_window, marketing_window,
        sending_speed_limit, platform, webhooks, budget, audience, frozen_audience, reply, created_at, was_open, is_test, traceparent, send_at, expires_at,
        validity_period_ms, valid_until, release_at, recipients, scheduled, pending)
      select ${projectId}, id, month, reference, purpose, priority, case when is_open then 'open' when is_scheduled then 'scheduled' else 'sending' end,
        content, template_id, template_version, optional_variables, plan, plan_view, delivery_time_window, marketing_window, sending_speed_limit, platform, webhooks, budget, audience,
        frozen_audience, reply, clock.now, is_open, is_test, traceparent, send_at, expires_at, validity_period_ms,
        least(case when is_scheduled then send_at else clock.now end + lasts_ms * interval '1 millisecond', expires_at),
        case when is_scheduled then send_at
          when is_open then least(clock.now + lasts_ms * interval '1 millisecond', expires_at) end, recipients,
        case when is_scheduled then recipients else 0 end, case when is_scheduled then 0 else recipients end
      from asked, clock order by reference
      on conflict (project_id, reference) where reference is not null do nothing
      returning id, created_at, valid_until
    ), added as (
      insert into delivery (${deliveryColumns})
      select ${deliveryValues(projectId, sql`a.id`, sql`a.month`, sql`a.priority`)} from kept join asked a using (id), clock,
        json_to_recordset(a.deliveries) as r (${deliveryRowType})
    ), work as (
      insert into chunk (project_id, id, message_id, next_number, end_number, priority, due_at, is_held)
      select ${projectId}, r.id, a.id, r.next, r.end, a.priority,
        case when a.is_scheduled or r.next >= a.chunks_at_once * ${chunkSize}::int then 'infinity' else clock.now end, a.is_scheduled
      from kept join asked a using (id), clock, json_to_recordset(a.chunks) as r (id uuid, next int, "end" int)
    ), speed as (
      insert into message_speed (project_id, message_id, chunks_at_once)
      select ${projectId}, a.id, a.chunks_at_once from kept join asked a using (id) where a.sending_speed_limit is not null
    )
    select id, created_at, valid_until from kept`.execute(database);
  return new Map(rows.map((row) => [row.id, { createdAt: row.created_at, validUntil: row.valid_until }]));
}

function toMessageRow({ message, recipients, deliveries }: MessageToInsert) {
  const { speed } = message;
  return {
    id: message.id,
    month: monthOf(message.id),
    reference: message.reference,
    purpose: message.purpose,
    priority: priorityOf(message.purpose),
    content: message.content,
    template_id: message.template?.id,
    template_version: message.template?.version,
    optional_variables: message.template?.optionalVariables,
    plan: message.plan,
    plan_view: message.planView,
    delivery_time_window: message.deliveryTimeWindow,
    marketing_window: message.marketingWindow,
    sending_speed_limit: speed?.limit,
    platform: message.platform,
    webhooks: message.webhooks,
    budget: message.budget,
    audience: message.audience?.requested,
    frozen_audience: message.audience?.frozen,
    reply: message.reply,
    send_at: message.sendAt,
    is_scheduled: message.isScheduled,
    is_open: message.isOpen,
    is_test: message.isTest,
    traceparent: message.acceptSpan && formatTraceparent(message.acceptSpan),
    expires_at: message.expiresAt,
    validity_period_ms: message.validityPeriodMs,
    // Where it is not open: from the first release to the last, and what the last one has.
    lasts_ms: message.isOpen ? openForMs : message.validityPeriodMs + Math.round(speed?.spreadMs(recipients) ?? 0),
    chunks_at_once: speed === undefined ? mostChunksAtOnce : chunksAtOnce(apartMsOf(speed.limit)),
    recipients,
    deliveries: deliveries.map(toRow),
    chunks: chunksOf(recipients),
  };
}

async function insertDeliveries(
  database: Database,
  projectId: string,
  messageId: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now)
    insert into delivery (${deliveryColumns})
    select ${selectDeliveries(projectId, messageId)} from clock,
      json_to_recordset(${JSON.stringify(deliveries.map(toRow))}::json) as r (${deliveryRowType})`.execute(database);
}

export const deliveryColumns = sql`project_id, month, message_id, number, reference, addresses, duplicate_kinds, variables,
  locale, time_zone, priority, status, updated_at`;

/** The columns of a new delivery of this message, which is there already, out of `r` and `clock`. */
export function selectDeliveries(projectId: string, messageId: string): RawBuilder<unknown> {
  return deliveryValues(projectId, sql`${messageId}::uuid`, sql`${monthOf(messageId)}::date`, priorityOfMessage(projectId, messageId));
}

export function priorityOfMessage(projectId: string, messageId: string): RawBuilder<number> {
  return sql<number>`(select priority from message where project_id = ${projectId} and id = ${messageId})`;
}

function deliveryValues(projectId: string, messageId: RawBuilder<unknown>, month: RawBuilder<unknown>, priority: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${projectId}, ${month}, ${messageId}, r.number, r.reference, r.addresses, r.duplicate_kinds, r.variables,
    r.locale, r.time_zone, ${priority}, 'pending', clock.now`;
}

const deliveryRowType = sql`number int, reference text, addresses jsonb, duplicate_kinds text[], variables jsonb, locale text,
  time_zone text`;

/** Deliveries that one claim takes responsibility for, as their numbers from `next` up to and without `end`. */
export interface NewChunk {
  readonly id: string;
  readonly next: number;
  readonly end: number;
}

/** The work on the recipients of a message, none of whom anything has looked at. */
export function chunksOf(recipients: number): readonly NewChunk[] {
  return Array.from({ length: Math.ceil(recipients / chunkSize) }, (_, index) => ({
    id: newId(),
    next: index * chunkSize,
    end: Math.min((index + 1) * chunkSize, recipients),
  }));
}

/** As the database takes it. */
export function toRow(delivery: NewDelivery) {
  return {
    number: delivery.number,
    reference: delivery.reference,
    addresses: delivery.addresses,
    duplicate_kinds: delivery.duplicateKinds.length === 0 ? null : delivery.duplicateKinds,
    variables: delivery.variables,
    locale: delivery.locale,
    time_zone: delivery.timeZone,
  };
}
