import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { ErasureStatus, ErasureView } from "../../erasures/erasure-view.ts";
import { formatErasureId, newId } from "../../ids.ts";
import type { KnownAddress } from "../caps/read-related-addresses.ts";

const now = sql`(select todoke_now())`;

/** Gives the id of the erasure, which is due at once. */
export async function insertErasure(transaction: Database, projectId: string, addresses: readonly KnownAddress[]): Promise<string> {
  const id = newId();
  await sql`
    insert into erasure (project_id, id, addresses, status, started_at, updated_at, due_at)
    values (${projectId}, ${id}, ${JSON.stringify(addresses)}::jsonb, 'running', ${now}, ${now}, ${now})`.execute(transaction);
  return id;
}

interface ErasureRow {
  readonly id: string;
  readonly status: ErasureStatus;
  readonly deliveries: number;
  readonly inbound_events: number;
  readonly started_at: Date;
  readonly updated_at: Date;
  readonly completed_at: Date | null;
}

export async function readErasure(database: Database, projectId: string, id: string): Promise<ErasureView | undefined> {
  const { rows } = await sql<ErasureRow>`
    select id, status, deliveries, inbound_events, started_at, updated_at, completed_at from erasure
    where project_id = ${projectId} and id = ${id}`.execute(database);
  const row = rows[0];
  return row && {
    id: formatErasureId(row.id),
    status: row.status,
    deliveries: row.deliveries,
    inboundEvents: row.inbound_events,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at }),
  };
}

/** An erasure whose next slice is ours to work on. */
export interface ClaimedErasure {
  readonly id: string;
  readonly addresses: readonly KnownAddress[];
  /** Undefined: from the first message on. */
  readonly lastMessageId: string | undefined;
}

/** Takes the erasure that has waited longest for `leaseMs`; whoever comes later does the same once more, which changes nothing. */
export async function claimErasure(database: Database, projectId: string, leaseMs: number): Promise<ClaimedErasure | undefined> {
  const { rows } = await sql<{ id: string; addresses: readonly KnownAddress[]; last_message_id: string | null }>`
    update erasure e set due_at = ${now} + ${leaseMs} * interval '1 millisecond'
    from (select id from erasure where project_id = ${projectId} and due_at <= ${now}
      order by due_at limit 1 for update skip locked) due
    where e.project_id = ${projectId} and e.id = due.id
    returning e.id, e.addresses, e.last_message_id`.execute(database);
  const row = rows[0];
  return row && { id: row.id, addresses: row.addresses, lastMessageId: row.last_message_id ?? undefined };
}

/** What one slice of messages came to. */
export interface ErasedSlice {
  /** The last message of the slice. */
  readonly lastMessageId: string;
  readonly deliveries: number;
  /** Some delivery of the person's is still under way in it: it is come back to. */
  readonly isUnderWay: boolean;
}

/** Counts a slice, and goes on with the next; the first with something under way is where it begins again. */
export async function writeSlice(transaction: Database, projectId: string, claimed: ClaimedErasure, slice: ErasedSlice): Promise<void> {
  const { lastMessageId, deliveries, isUnderWay } = slice;
  await sql`
    update erasure set last_message_id = ${lastMessageId}, deliveries = deliveries + ${deliveries}, updated_at = ${now}, due_at = ${now},
      resumes_after = case when has_to_resume or not ${isUnderWay}::boolean then resumes_after else ${claimed.lastMessageId ?? null}::uuid end,
      has_to_resume = has_to_resume or ${isUnderWay}::boolean
    where project_id = ${projectId} and id = ${claimed.id}`.execute(transaction);
}

/** How long it rests before it looks again at what was under way, in milliseconds. */
const restMs = 10 * 60_000;

/** All messages were looked at: ends it and forgets the addresses, or begins again where something was under way. */
export async function endPass(transaction: Database, projectId: string, id: string, inboundEvents: number): Promise<void> {
  await sql`
    update erasure set inbound_events = inbound_events + ${inboundEvents}, updated_at = ${now}, last_message_id = resumes_after,
      resumes_after = null, has_to_resume = false,
      status = case when has_to_resume then status else 'completed' end,
      completed_at = case when has_to_resume then null else ${now} end,
      addresses = case when has_to_resume then addresses else '[]' end,
      due_at = case when has_to_resume then ${now} + ${restMs} * interval '1 millisecond' end
    where project_id = ${projectId} and id = ${id}`.execute(transaction);
}
