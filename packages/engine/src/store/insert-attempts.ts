import { sql } from "kysely";
import type { AttemptSpend } from "../budgets/attempt-spend.ts";
import type { Amount } from "../costs/prices.ts";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import { priorityOf } from "../pace/priority.ts";
import type { Attempt } from "./attempt-row.ts";

/** An attempt on its way into the database, with the bytes it will send. */
export interface NewAttempt extends Attempt {
  readonly payloadBytes: string;
  /** Of budgets. */
  readonly spend?: AttemptSpend;
  /** What it costs by the configured prices, by currency; absent where one of its recipients has none. */
  readonly costs?: readonly Amount[];
  /** The event whose token it wants to spend, and the endpoint that it goes to when it gets none. */
  readonly reply?: { readonly eventId: string; readonly otherwise: string };
}

/** Writes intents: what is about to be called, with its key, its bytes and its members. */
export async function insertAttempts(
  database: Database,
  projectId: string,
  attempts: readonly NewAttempt[],
  leaseMs: number,
): Promise<void> {
  if (attempts.length === 0) return;
  const payloads = new Map(attempts.map((attempt) => [attempt.payloadHash + monthOf(attempt.messageId), attempt]));
  const payloadRows = [...payloads.values()].map((attempt) => ({
    month: monthOf(attempt.messageId),
    hash: attempt.payloadHash,
    bytes: attempt.payloadBytes,
  }));
  await sql`
    with clock as materialized (select todoke_now() as now), bytes as (
      insert into payload (project_id, month, hash, bytes)
      select ${projectId}, r.month, r.hash, r.bytes
      from json_to_recordset(${JSON.stringify(payloadRows)}::json) as r (month date, hash text, bytes text)
      order by r.hash
      on conflict do nothing
    )
    insert into attempt (project_id, month, id, message_id, step, channel, account_id, endpoint, bulk, members,
      addresses, payload_hash, purpose, priority, time_zone, callback_token, validity_period_ms, evidence, possible_duplicate, started_at,
      step_started_at, released_at, due_at, claim_token, history, costs, spend)
    select ${projectId}, r.month, r.id, r.message_id, r.step, r.channel, r.account_id, r.endpoint, r.bulk,
      r.members, r.addresses, r.payload_hash, r.purpose, r.priority, r.time_zone, r.callback_token, r.validity_period_ms, 'sending',
      r.possible_duplicate, r.started_at, r.step_started_at, r.released_at, clock.now + ${leaseMs} * interval '1 millisecond',
      r.claim_token, r.history, r.costs, r.spend
    from clock, json_to_recordset(${JSON.stringify(attempts.map(toRow))}::json) as r (month date, id uuid, message_id uuid,
      step smallint, channel text, account_id text, endpoint text, bulk boolean, members int[], addresses text[],
      payload_hash text, purpose text, priority smallint, time_zone text, callback_token text, validity_period_ms bigint, possible_duplicate boolean,
      started_at timestamptz, step_started_at timestamptz, released_at timestamptz, claim_token uuid, history jsonb, costs jsonb, spend jsonb)`.execute(database);
}

function toRow(attempt: NewAttempt) {
  return {
    month: monthOf(attempt.messageId),
    id: attempt.id,
    message_id: attempt.messageId,
    step: attempt.step,
    channel: attempt.channel,
    account_id: attempt.accountId,
    endpoint: attempt.endpoint,
    bulk: attempt.bulk,
    members: attempt.members,
    addresses: attempt.addresses,
    payload_hash: attempt.payloadHash,
    purpose: attempt.purpose,
    priority: priorityOf(attempt.purpose),
    time_zone: attempt.timeZone,
    callback_token: attempt.callbackToken,
    validity_period_ms: attempt.validityPeriodMs,
    possible_duplicate: attempt.possibleDuplicate,
    started_at: attempt.startedAt,
    step_started_at: attempt.stepStartedAt,
    released_at: attempt.releasedAt,
    claim_token: attempt.claimToken,
    history: attempt.history.length === 0 ? null : attempt.history,
    costs: attempt.costs,
    spend: attempt.spend ?? null,
  };
}
