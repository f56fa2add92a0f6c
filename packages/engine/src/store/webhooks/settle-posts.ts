import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { newId } from "../../ids.ts";
import type { DisabledReason } from "../../webhooks/webhook-view.ts";
import type { ClaimedPost, PostKey } from "./claim-posts.ts";

/** A post that was not taken. */
export interface FailedPost extends ClaimedPost {
  readonly failure: string;
  readonly status: number | undefined;
  readonly tookMs: number;
  /** Until the next try; undefined: it is given up. */
  readonly delayMs: number | undefined;
  /** How long the receiver wants to be left alone. */
  readonly retryAfterMs: number | undefined;
  /** The receiver says that it is no more. */
  readonly isGone: boolean;
}

/** An endpoint that was disabled just now. */
export interface DisabledEndpoint {
  readonly id: string;
  readonly reason: DisabledReason;
}

/** An endpoint at which for so long every post failed is disabled: five days. */
const patienceMs = 5 * 86_400_000;

/** Where the posts under the name `p` and the keys under `k` are the same. */
function areSame(projectId: string): RawBuilder<boolean> {
  return sql<boolean>`p.project_id = ${projectId} and p.target_id = k.target_id and p.message_id = k.message_id
    and p.delivery = k.delivery and p.number = k.number`;
}

/** They are done with: taken, also by a try whose lease had run out, or nobody wants them any more. */
export async function removePosts(database: Database, projectId: string, posts: readonly PostKey[]): Promise<void> {
  if (posts.length === 0) return;
  await sql`delete from webhook_post p using json_to_recordset(${JSON.stringify(posts.map(toRow))}::json)
    as k (target_id uuid, message_id uuid, delivery int, number int) where ${areSame(projectId)}`.execute(database);
}

/** Endpoints that took something: they are not failing. */
export async function noteTaken(database: Database, projectId: string, targetIds: readonly string[]): Promise<void> {
  if (targetIds.length === 0) return;
  await sql`update webhook_endpoint set failing_since = null
    where project_id = ${projectId} and id = any(${[...new Set(targetIds)]}::uuid[]) and failing_since is not null`.execute(database);
}

/** When each is tried again, and why it failed. Nothing where somebody else has tried since. */
export async function writeFailedPosts(database: Database, projectId: string, posts: readonly FailedPost[]): Promise<void> {
  if (posts.length === 0) return;
  const rows = posts.map((post) => ({ ...toRow(post), id: newId(), tries: post.tries, failure: post.failure, status: post.status, took_ms: post.tookMs, delay_ms: post.delayMs }));
  await sql`
    with k as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as k (target_id uuid, message_id uuid, delivery int, number int,
        id uuid, tries int, failure text, status smallint, took_ms int, delay_ms bigint)
    ), noted as (
      insert into webhook_failure (project_id, endpoint_id, id, message_id, delivery, number, tries, failure, status, took_ms, at)
      select ${projectId}, k.target_id, k.id, k.message_id, k.delivery, k.number, k.tries, k.failure, k.status, k.took_ms, (select todoke_now())
      from k join webhook_endpoint e on e.project_id = ${projectId} and e.id = k.target_id
    )
    update webhook_post p set failure = k.failure, due_at = (select todoke_now()) + k.delay_ms * interval '1 millisecond'
    from k where ${areSame(projectId)} and p.tries = k.tries`.execute(database);
}

/** What failures mean for their endpoints. Gives those that were disabled by it. */
export async function noteFailures(database: Database, projectId: string, posts: readonly FailedPost[]): Promise<readonly DisabledEndpoint[]> {
  if (posts.length === 0) return [];
  const rows = [...Map.groupBy(posts, ({ targetId }) => targetId)].map(([id, failed]) => ({
    id,
    failure: failed.at(-1)!.failure,
    rest_ms: Math.max(...failed.map(({ retryAfterMs = 0 }) => retryAfterMs)),
    is_gone: failed.some(({ isGone }) => isGone),
  }));
  const { rows: disabled } = await sql<DisabledEndpoint>`
    with clock as materialized (select todoke_now() as now), known as materialized (
      select k.*, clock.now, e.disabled_at is null and (k.is_gone
          or e.failing_since <= clock.now - ${patienceMs} * interval '1 millisecond') as is_over
      from json_to_recordset(${JSON.stringify(rows)}::json) as k (id uuid, failure text, rest_ms bigint, is_gone boolean)
      join webhook_endpoint e on e.project_id = ${projectId} and e.id = k.id cross join clock
      order by e.id for update of e
    ), noted as (
      update webhook_endpoint e set failing_since = coalesce(e.failing_since, k.now), failure = k.failure, failed_at = k.now,
        rests_until = case when k.rest_ms > 0 then greatest(e.rests_until, k.now + least(k.rest_ms, ${longestRestMs}) * interval '1 millisecond') else e.rests_until end,
        disabled_at = case when k.is_over then k.now else e.disabled_at end,
        disabled_reason = case when k.is_over then case when k.is_gone then 'gone' else 'failing' end else e.disabled_reason end
      from known k where e.project_id = ${projectId} and e.id = k.id
    )
    select id, case when is_gone then 'gone' else 'failing' end as reason from known where is_over`.execute(database);
  return disabled;
}

/** How long a receiver can keep all of its posts away by one answer, in milliseconds: an hour. */
const longestRestMs = 3_600_000;

/** Messages whose address is no more: nothing is posted for them from here on, and what waits is given up. */
export async function endMessageWebhooks(database: Database, projectId: string, messageIds: readonly string[]): Promise<void> {
  if (messageIds.length === 0) return;
  const ids = [...new Set(messageIds)];
  await sql`
    with ended as (
      update message set webhooks_ended_at = (select todoke_now())
      where project_id = ${projectId} and id = any(${ids}::uuid[]) and webhooks is not null and webhooks_ended_at is null
    )
    update webhook_post set due_at = null, failure = coalesce(failure, 'http-410')
    where project_id = ${projectId} and target_id = any(${ids}::uuid[])`.execute(database);
}

function toRow({ targetId, messageId, delivery, number }: PostKey) {
  return { target_id: targetId, message_id: messageId, delivery, number };
}
