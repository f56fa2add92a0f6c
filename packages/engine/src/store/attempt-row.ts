import type { AttemptEvidence, ErrorClass, JsonObject, Purpose } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { AttemptHistoryEntry } from "../delivery-change.ts";

/** One provider call as it was committed before it was made, without the bytes that it sends. */
export interface AttemptRecord {
  readonly id: string;
  readonly messageId: string;
  readonly step: number;
  readonly channel: string;
  readonly accountId: string;
  readonly endpoint: string;
  readonly bulk: boolean;
  /** Numbers of the deliveries it carries, with `addresses` in the same order. */
  readonly members: readonly number[];
  readonly addresses: readonly string[];
  readonly payloadHash: string;
  readonly purpose: Purpose;
  /** By whose clock the message's window opens for its members; null without a window. */
  readonly timeZone: string | null;
  /** Null where nothing is ever heard of an accepted call. */
  readonly callbackToken: string | null;
  readonly validityPeriodMs: number | null;
  readonly startedAt: Date;
  readonly stepStartedAt: Date;
  /** When its members were released one by one; null where the whole message was at once. */
  readonly releasedAt: Date | null;
  readonly possibleDuplicate: boolean;
  /** The key to writing its outcome: whoever claims it later holds another. */
  readonly claimToken: string;
  /** What was found out about its members on the way to it. */
  readonly history: readonly AttemptHistoryEntry[];
  /** How many calls this attempt will have seen with the one about to be made. */
  readonly calls: number;
  /** An earlier call of this attempt was lost: short of acceptance nothing but a refusal proves that nobody got it. */
  readonly mayHaveArrived: boolean;
  /** How often its members were refused for now on this step before. */
  readonly tries: number;
}

/** An attempt that can be called. */
export interface Attempt extends AttemptRecord {
  readonly payload: JsonObject;
  /** Claimed for this attempt, and never stored with it: a reply is called once, or not at all. */
  readonly replyToken?: string;
}

/** An attempt found in the database, with what has become of it. */
export interface StoredAttempt extends AttemptRecord {
  /** It reserved something of a budget. */
  readonly spends: boolean;
  readonly evidence: AttemptEvidence;
  readonly looks: number;
  readonly answeredAt: Date | null;
  readonly requestId: string | null;
  readonly providerMessageIds: readonly string[];
  readonly errorClass: ErrorClass | null;
  readonly providerCode: string | null;
}

export interface AttemptRow {
  readonly spends: boolean;
  readonly id: string;
  readonly message_id: string;
  readonly step: number;
  readonly channel: string;
  readonly account_id: string;
  readonly endpoint: string;
  readonly bulk: boolean;
  readonly members: readonly number[];
  readonly addresses: readonly string[];
  readonly payload_hash: string;
  readonly purpose: Purpose;
  readonly time_zone: string | null;
  readonly callback_token: string | null;
  readonly validity_period_ms: number | null;
  readonly step_started_at: Date;
  readonly released_at: Date | null;
  readonly possible_duplicate: boolean;
  readonly claim_token: string | null;
  readonly history: readonly AttemptHistoryEntry[] | null;
  readonly calls: number;
  readonly evidence: AttemptEvidence;
  readonly started_at: Date;
  readonly looks: number;
  readonly answered_at: Date | null;
  readonly request_id: string | null;
  readonly provider_message_ids: readonly string[];
  readonly error_class: ErrorClass | null;
  readonly provider_code: string | null;
}

/** The columns of {@link AttemptRow}, of a table called `a`. */
export const attemptColumns: RawBuilder<unknown> = sql`a.id, a.message_id, a.step, a.channel, a.account_id, a.endpoint,
  a.bulk, a.members, a.addresses, a.payload_hash, a.purpose, a.time_zone, a.callback_token,
  a.validity_period_ms::float8 as validity_period_ms, a.step_started_at, a.released_at, a.possible_duplicate, a.claim_token, a.history,
  a.calls, a.evidence, a.started_at, a.looks, a.answered_at, a.request_id, a.provider_message_ids, a.error_class, a.provider_code,
  a.spend is not null as spends`;

export function toStoredAttempt(row: AttemptRow): StoredAttempt {
  return {
    spends: row.spends,
    id: row.id,
    messageId: row.message_id,
    step: row.step,
    channel: row.channel,
    accountId: row.account_id,
    endpoint: row.endpoint,
    bulk: row.bulk,
    members: row.members,
    addresses: row.addresses,
    payloadHash: row.payload_hash,
    purpose: row.purpose,
    timeZone: row.time_zone,
    callbackToken: row.callback_token,
    validityPeriodMs: row.validity_period_ms,
    stepStartedAt: row.step_started_at,
    releasedAt: row.released_at,
    possibleDuplicate: row.possible_duplicate,
    claimToken: row.claim_token ?? "",
    history: row.history ?? [],
    calls: row.calls,
    mayHaveArrived: row.error_class === null || row.error_class === "ambiguous",
    tries: 0,
    evidence: row.evidence,
    startedAt: row.started_at,
    looks: row.looks,
    answeredAt: row.answered_at,
    requestId: row.request_id,
    providerMessageIds: row.provider_message_ids,
    errorClass: row.error_class,
    providerCode: row.provider_code,
  };
}
