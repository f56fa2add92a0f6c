import type { Content, JsonObject, Plan, Purpose } from "@todoke/core";
import { sql, type Kysely } from "kysely";
import { newId, monthOf } from "../ids.ts";
import type { FrozenAudience } from "../content/prepared-message.ts";
import type { AudienceRequest, Platform } from "../message-request.ts";
import type { PlanView } from "../plan-view.ts";
import { defaultProject } from "../project.ts";

/** How many deliveries one claim takes responsibility for. */
const chunkSize = 500;

/** Rows in one statement: enough to be fast, few enough that an embedded database does not hold the process up. */
const insertSize = 500;

export interface NewMessage {
  readonly id: string;
  readonly reference: string | undefined;
  readonly purpose: Purpose;
  readonly content: Content;
  readonly plan: Plan;
  readonly planView: PlanView;
  readonly platform: Platform | undefined;
  /** As the caller named it, and as its adapter parsed it. */
  readonly audience: { readonly requested: AudienceRequest; readonly frozen: FrozenAudience } | undefined;
  readonly validityPeriodMs: number;
  readonly deliveries: readonly NewDelivery[];
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

/** Writes the message, its deliveries and the first work on them, all or nothing. */
export async function insertMessage(connection: Kysely<unknown>, message: NewMessage): Promise<void> {
  const month = monthOf(message.id);
  await connection.transaction().execute(async (transaction) => {
    await sql`
      insert into message (project_id, id, month, reference, purpose, status, content, plan, plan_view, platform,
        audience, frozen_audience, created_at, valid_until, recipients, pending)
      select ${defaultProject}, ${message.id}, ${month}::date, ${message.reference ?? null}, ${message.purpose},
        'sending', ${JSON.stringify(message.content)}::jsonb, ${JSON.stringify(message.plan)}::jsonb,
        ${JSON.stringify(message.planView)}::jsonb, ${optionalJson(message.platform)}::jsonb,
        ${optionalJson(message.audience?.requested)}::jsonb, ${optionalJson(message.audience?.frozen)}::jsonb,
        moment, moment + ${message.validityPeriodMs} * interval '1 millisecond',
        ${message.deliveries.length}::int, ${message.deliveries.length}::int
      from (select todoke_now() as moment) as clock`.execute(transaction);
    for (let start = 0; start < message.deliveries.length; start += insertSize) {
      const rows = message.deliveries.slice(start, start + insertSize).map(toRow);
      await sql`
        with clock as materialized (select todoke_now() as now)
        insert into delivery (project_id, month, message_id, number, reference, addresses, duplicate_kinds, variables,
          locale, time_zone, status, updated_at)
        select ${defaultProject}, ${month}::date, ${message.id}::uuid, r.number, r.reference, r.addresses,
          r.duplicate_kinds, r.variables, r.locale, r.time_zone, 'pending', clock.now
        from clock, json_to_recordset(${JSON.stringify(rows)}::json) as r (number int, reference text, addresses jsonb,
          duplicate_kinds text[], variables jsonb, locale text, time_zone text)`.execute(transaction);
    }
    const chunks = [];
    for (let start = 0; start < message.deliveries.length; start += chunkSize) {
      chunks.push({ id: newId(), next: start, end: Math.min(start + chunkSize, message.deliveries.length) });
    }
    await sql`
      insert into chunk (project_id, id, message_id, next_number, end_number, due_at)
      select ${defaultProject}, r.id, ${message.id}::uuid, r.next, r.end, todoke_now()
      from json_to_recordset(${JSON.stringify(chunks)}::json) as r (id uuid, next int, "end" int)`.execute(transaction);
  });
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
