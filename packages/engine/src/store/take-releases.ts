import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Which recipients of one message want to be released. */
export interface ReleaseRequest {
  readonly messageId: string;
  readonly wanted: number;
  /** Fewer are not released: they wait until so many can go together. */
  readonly fewest: number;
  /** From one to the next, in milliseconds. */
  readonly apartMs: number;
  /** Releases that passed unused are made up for within this time, in milliseconds. */
  readonly lateMs: number;
  /** Whoever is sent away gets a place after all who were before. */
  readonly queues: boolean;
}

/** Who is released now. Moments are on the database's clock. */
export interface TakenReleases {
  readonly count: number;
  readonly at: Date;
  /** When the next are released. */
  readonly nextAt: Date;
  /** When the first of those comes again who were sent away with a place; the others follow. */
  readonly queuedFrom: Date;
}

/** Releases as many recipients of a message as its speed lets go by now. Never more than that, whoever asks. */
export async function takeReleases(database: Database, projectId: string, request: ReleaseRequest): Promise<TakenReleases> {
  const { messageId, wanted, fewest, apartMs, lateMs, queues } = request;
  const { rows } = await sql<{ count: number; now: Date; next_at: Date; queued_from: Date }>`
    with ours as materialized (
      select next_at, queued_until from message_speed
      where project_id = ${projectId} and message_id = ${messageId} for update
    ), moment as materialized (
      select todoke_now() as now, ours.* from ours
    ), first as materialized (
      select now, queued_until, greatest(next_at, now - ${lateMs} * interval '1 millisecond') as at from moment
    ), passed as materialized (
      select first.*, case when at > now then 0
        else least(${wanted}::float8, floor(1000 * extract(epoch from now - at)::float8 / ${apartMs}::float8 + 0.000001) + 1)::int end as count
      from first
    ), taken as materialized (
      select now, at, queued_until, case when count < ${fewest}::int then 0 else count end as count from passed
    ), next as materialized (
      select now, queued_until, count, at + count * ${apartMs}::float8 * interval '1 millisecond' as at from taken
    )
    update message_speed s set next_at = n.at, queued_until = case when ${queues}::boolean
      then greatest(n.queued_until, n.at) + (${wanted}::int - n.count) * ${apartMs}::float8 * interval '1 millisecond'
      else n.queued_until end
    from next n where s.project_id = ${projectId} and s.message_id = ${messageId}
    returning n.count, n.now, greatest(n.queued_until, n.at) as queued_from,
      n.at + (${fewest}::int - 1) * ${apartMs}::float8 * interval '1 millisecond' as next_at`.execute(database);
  const { count, now, next_at: nextAt, queued_from: queuedFrom } = rows[0]!;
  return { count, at: now, nextAt, queuedFrom };
}
