import type { Content, JsonObject, Plan, Purpose } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import { newId, monthOf } from "../ids.ts";
import type { FrozenAudience } from "../content/prepared-message.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import type { AudienceRequest, Platform } from "../message-request.ts";
import type { PlanView } from "../plan-view.ts";
import { defaultProject } from "../project.ts";
import { inTransaction } from "./in-transaction.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";

/** How many deliveries one claim takes responsibility for. */
export const chunkSize = 500;

/** A message to so few people is worked on beside others, and never waits behind a campaign. */
export const smallChunkSize = 16;

/** Rows in one statement: enough to be fast, few enough that an embedded database does not hold the process up. */
const insertSize = 500;

export interface NewMessage {
  readonly id: string;
  readonly reference: string | undefined;
  readonly purpose: Purpose;
  readonly content: Content;
  readonly plan: Plan;
  readonly planView: PlanView;
  readonly deliveryTimeWindow: DeliveryTimeWindow | undefined;
  readonly platform: Platform | undefined;
  /** As the caller named it and, where the provider knows its people, as its adapter parsed it. */
  readonly audience: { readonly requested: AudienceRequest; readonly frozen: FrozenAudience | undefined } | undefined;
  readonly reply: ReplyTarget | undefined;
  /** When it is to be released; undefined or past: at once. */
  readonly sendAt: Date | undefined;
  readonly isScheduled: boolean;
  /** Its absolute end. */
  readonly expiresAt: Date | undefined;
  /** From release, where `expiresAt` does not come first. */
  readonly validityPeriodMs: number;
}

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

/**
 * Writes the message, its deliveries and the first work on them, all or nothing: in one statement where the deliveries
 * fit, else in one transaction.
 */
export async function insertMessage(
  database: Database,
  message: NewMessage,
  deliveries: readonly NewDelivery[],
): Promise<InsertedMessage> {
  const { length } = deliveries;
  if (length <= insertSize) return insertWithFirst(database, message, length, deliveries);
  return inTransaction(database, async (transaction) => {
    const inserted = await insertWithFirst(transaction, message, length, deliveries.slice(0, insertSize));
    for (let start = insertSize; start < length; start += insertSize) {
      await insertDeliveries(transaction, message.id, deliveries.slice(start, start + insertSize));
    }
    return inserted;
  });
}

/** Writes the message, the work on all `recipients`, and the first of their deliveries. */
export async function insertWithFirst(
  database: Database,
  message: NewMessage,
  recipients: number,
  deliveries: readonly NewDelivery[],
): Promise<InsertedMessage> {
  const { id, sendAt, isScheduled, expiresAt } = message;
  const month = monthOf(id);
  const releaseAt = isScheduled ? sendAt : null;
  const { rows } = await sql<{ created_at: Date; valid_until: Date }>`
    with clock as materialized (select todoke_now() as now), added as (
      insert into delivery (${deliveryColumns})
      select ${selectDeliveries(id)} from clock, ${deliveryRows(deliveries)}
    ), work as (
      insert into chunk (project_id, id, message_id, next_number, end_number, due_at, is_held)
      select ${defaultProject}, r.id, ${id}::uuid, r.next, r.end, 
        case when ${isScheduled}::boolean then 'infinity' else clock.now end, ${isScheduled}::boolean
      from clock, json_to_recordset(${JSON.stringify(chunksOf(recipients))}::json) as r (id uuid, next int, "end" int)
    )
    insert into message (project_id, id, month, reference, purpose, status, content, plan, plan_view, delivery_time_window, platform,
      audience, frozen_audience, reply, created_at, send_at, expires_at,
      validity_period_ms, valid_until, release_at, recipients, scheduled, pending)
    select ${defaultProject}, ${id}, ${month}::date, ${message.reference ?? null}, ${message.purpose},
      ${isScheduled ? "scheduled" : "sending"}, ${JSON.stringify(message.content)}::jsonb, ${JSON.stringify(message.plan)}::jsonb,
      ${JSON.stringify(message.planView)}::jsonb, ${optionalJson(message.deliveryTimeWindow)}::jsonb, ${optionalJson(message.platform)}::jsonb,
      ${optionalJson(message.audience?.requested)}::jsonb, ${optionalJson(message.audience?.frozen)}::jsonb,
      ${optionalJson(message.reply)}::jsonb,
      clock.now, ${sendAt ?? null}::timestamptz, ${expiresAt ?? null}::timestamptz, ${message.validityPeriodMs}::bigint,
      least(coalesce(${releaseAt}::timestamptz, clock.now) + ${message.validityPeriodMs} * interval '1 millisecond',
        ${expiresAt ?? null}::timestamptz),
      ${releaseAt}::timestamptz, ${recipients}::int,
      ${isScheduled ? recipients : 0}::int, ${isScheduled ? 0 : recipients}::int
    from clock
    returning created_at, valid_until`.execute(database);
  return { createdAt: rows[0]!.created_at, validUntil: rows[0]!.valid_until };
}

async function insertDeliveries(
  database: Database,
  messageId: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now)
    insert into delivery (${deliveryColumns})
    select ${selectDeliveries(messageId)} from clock, ${deliveryRows(deliveries)}`.execute(database);
}

export const deliveryColumns = sql`project_id, month, message_id, number, reference, addresses, duplicate_kinds, variables,
  locale, time_zone, status, updated_at`;

/** The columns of a new delivery, out of `r` and `clock`. */
export function selectDeliveries(messageId: string): RawBuilder<unknown> {
  return sql`${defaultProject}, ${monthOf(messageId)}::date, ${messageId}::uuid, r.number, r.reference, r.addresses,
    r.duplicate_kinds, r.variables, r.locale, r.time_zone, 'pending', clock.now`;
}

function deliveryRows(deliveries: readonly NewDelivery[]): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(deliveries.map(toRow))}::json) as r (number int, reference text,
    addresses jsonb, duplicate_kinds text[], variables jsonb, locale text, time_zone text)`;
}

function chunksOf(recipients: number) {
  return Array.from({ length: Math.ceil(recipients / chunkSize) }, (_, index) => ({
    id: newId(),
    next: index * chunkSize,
    end: Math.min((index + 1) * chunkSize, recipients),
  }));
}

function toRow(delivery: NewDelivery) {
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

function optionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
