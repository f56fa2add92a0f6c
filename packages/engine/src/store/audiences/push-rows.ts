import type { ErrorClass, ProviderAudienceStatus } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { AudiencePush, PushStatus } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { formatAudienceId, formatPushId, newClaimToken, parsePushId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";

export interface PushRow {
  readonly audience_id: string;
  readonly id: string;
  readonly account_id: string;
  /** Of the addresses that are pushed. */
  readonly kind: string;
  readonly name: string;
  readonly status: PushStatus;
  readonly total: number;
  readonly added: number;
  readonly skipped: number;
  /** The last one that the provider has taken, in their order. */
  readonly last_address: string;
  /** How often the provider was asked to make the audience; counted before each call. */
  readonly calls: number;
  /** Looks or failures since it last came further. */
  readonly tries: number;
  readonly provider_audience_id: string | null;
  readonly provider_status: ProviderAudienceStatus | null;
  readonly error_class: ErrorClass | null;
  readonly error_code: string | null;
  readonly error_detail: string | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export type ClaimedPush = PushRow & { readonly claim_token: string };

/** Of a table called `p`. */
const columns: RawBuilder<unknown> = sql`p.audience_id, p.id, p.account_id, p.kind, p.name, p.status, p.total, p.added, p.skipped,
  p.last_address, p.calls, p.tries, p.provider_audience_id, p.provider_status, p.error_class, p.error_code, p.error_detail,
  p.created_at, p.updated_at`;

export type NewPush = Pick<PushRow, "audience_id" | "id" | "account_id" | "kind" | "name" | "total">;

export async function insertPush(database: Database, projectId: string, push: NewPush): Promise<AudiencePush> {
  const { rows } = await sql<PushRow>`
    insert into audience_push as p (project_id, audience_id, id, account_id, kind, name, status, total, created_at, updated_at, due_at)
    select ${projectId}, ${push.audience_id}, ${push.id}, ${push.account_id}, ${push.kind}, ${push.name}, 'adding', ${push.total},
      now, now, now
    from (select todoke_now() as now) clock
    returning ${columns}`.execute(database);
  return toPush(rows[0]!);
}

/** Newest first. */
export async function readPushes(database: Database, projectId: string, audienceId: string, { cursor, limit }: PageRequest): Promise<Page<AudiencePush>> {
  const before = cursor === undefined ? undefined : parsePushId(cursor);
  const { rows } = await sql<PushRow>`
    select ${columns} from audience_push p
    where project_id = ${projectId} and audience_id = ${audienceId} and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toPush);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function readPush(database: Database, projectId: string, audienceId: string, id: string): Promise<AudiencePush | undefined> {
  const { rows } = await sql<PushRow>`
    select ${columns} from audience_push p
    where project_id = ${projectId} and audience_id = ${audienceId} and id = ${id}`.execute(database);
  return rows[0] && toPush(rows[0]);
}

/** The newest of each account. */
export async function readLatestPushes(database: Database, projectId: string, audienceId: string): Promise<readonly AudiencePush[]> {
  const { rows } = await sql<PushRow>`
    select distinct on (account_id) ${columns} from audience_push p
    where project_id = ${projectId} and audience_id = ${audienceId} order by account_id, id desc`.execute(database);
  return rows.map(toPush);
}

/** One push that wants work; it is ours until the lease ends. */
export async function claimDuePush(database: Database, projectId: string, leaseMs: number): Promise<ClaimedPush | undefined> {
  const token = newClaimToken();
  const { rows } = await sql<PushRow>`
    with due as materialized (
      select project_id, audience_id, id from audience_push
      where project_id = ${projectId} and due_at <= (select todoke_now())
      order by due_at limit 1 for update skip locked
    )
    update audience_push p
    set claim_token = ${token}, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where p.project_id = due.project_id and p.audience_id = due.audience_id and p.id = due.id
    returning ${columns}`.execute(database);
  return rows[0] && { ...rows[0], claim_token: token };
}

function toPush(row: PushRow): AudiencePush {
  const { provider_audience_id: providerAudienceId, provider_status: providerStatus, error_class, error_code, error_detail } = row;
  return {
    id: formatPushId(row.id),
    audienceId: formatAudienceId(row.audience_id),
    account: row.account_id,
    name: row.name,
    status: row.status,
    total: row.total,
    added: row.added,
    skipped: row.skipped,
    ...(providerAudienceId !== null && { providerAudienceId }),
    ...(providerStatus !== null && { providerStatus }),
    ...(error_class !== null && { error: { class: error_class, code: error_code ?? "", detail: error_detail ?? "" } }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
