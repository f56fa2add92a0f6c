import type { InboundAct, JsonValue } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** An event on its way into the database. All of one call are of one account, in the order in which they happened. */
export interface NewInboundEvent {
  /** Sorts in the order in which the events happened. */
  readonly id: string;
  readonly providerEventId: string;
  readonly type: string;
  readonly addressKind: string;
  readonly address: string;
  readonly payload: JsonValue;
  /** What triggers go by; null where it is nothing to them. */
  readonly act: InboundAct | null;
  /** Null where the event brings none, or nobody could use it. */
  readonly replyToken: string | null;
  /** How long from now the token lives, in milliseconds. */
  readonly tokenLifetimeMs: number | null;
  /** How old the event may be for its token to live at all, in milliseconds; null: as old as it likes. */
  readonly longestTokenAgeMs: number | null;
  readonly at: Date;
}

/**
 * Writes what is new and gives its ids. A copy of an event that is known only gives its token a new life, unless the
 * token is spent or the event too old.
 */
export async function insertInboundEvents(
  database: Database,
  projectId: string,
  accountId: string,
  events: readonly NewInboundEvent[],
  shallBeHandled: boolean,
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    with clock as materialized (select todoke_now() as now), arriving as (
      select r.*, r.longest_token_age_ms is null
        or r.at >= clock.now - r.longest_token_age_ms * interval '1 millisecond' as token_lives
      from clock, json_to_recordset(${JSON.stringify(events.map(toRow))}::json) as r (id uuid,
        provider_event_id text, type text, address_kind text, address text, payload jsonb, act jsonb, reply_token text,
        token_lifetime_ms float8, longest_token_age_ms float8, at timestamptz)
    )
    insert into inbound_event as known (project_id, month, id, account_id, provider_event_id, type, address_kind,
      address, payload, act, reply_token, reply_expires_at, at, received_at, due_at, triggers_due_at)
    select ${projectId}, date_trunc('month', r.at at time zone 'UTC')::date, r.id, ${accountId}, r.provider_event_id, r.type, r.address_kind, r.address,
      r.payload, r.act, case when r.token_lives then r.reply_token end,
      case when r.token_lives then clock.now + r.token_lifetime_ms * interval '1 millisecond' end,
      r.at, clock.now, case when ${shallBeHandled} then clock.now end,
      case when r.act is not null and exists (select from message_trigger where project_id = ${projectId} and enabled) then clock.now end
    from clock, arriving r order by r.provider_event_id
    on conflict (project_id, account_id, provider_event_id, month) do update set
      reply_token = excluded.reply_token, reply_expires_at = excluded.reply_expires_at
    where known.reply_attempt_id is null and excluded.reply_token is not null
    returning known.id`.execute(database);
  const ours = new Set(events.map(({ id }) => id));
  return new Set(rows.map(({ id }) => id).filter((id) => ours.has(id)));
}

function toRow(event: NewInboundEvent) {
  return {
    id: event.id,
    provider_event_id: event.providerEventId,
    type: event.type,
    address_kind: event.addressKind,
    address: event.address,
    payload: event.payload,
    act: event.act,
    reply_token: event.replyToken,
    token_lifetime_ms: event.tokenLifetimeMs,
    longest_token_age_ms: event.longestTokenAgeMs,
    at: event.at,
  };
}
