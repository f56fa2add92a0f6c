import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** A report on its way to one receiver. */
export interface PostKey {
  /** An endpoint's id, or that of a message which names an address. */
  readonly targetId: string;
  readonly messageId: string;
  readonly delivery: number;
  readonly number: number;
}

export interface ClaimedPost extends PostKey {
  readonly lane: string;
  /** This one included. */
  readonly tries: number;
}

export interface PostClaim {
  readonly leaseMs: number;
  /** Looks at the lanes after this one, in their order. */
  readonly afterLane: string;
  readonly lanesAtOnce: number;
  /** How many may be taken from a lane, and from any that is not named. */
  readonly rooms: ReadonlyMap<string, number>;
  readonly usualRoom: number;
  readonly limit: number;
}

export interface ClaimedPosts {
  readonly posts: readonly ClaimedPost[];
  /** There are more lanes after this one; undefined where all were looked at. */
  readonly lastLane: string | undefined;
}

interface Row {
  readonly last_lane: string | null;
  readonly target_id: string | null;
  readonly message_id: string;
  readonly delivery: number;
  readonly number: number;
  readonly lane: string;
  readonly tries: number;
}

/**
 * Takes what is due, from each lane as much as it has room for, so that none waits behind another. It is ours for `leaseMs`;
 * what is not settled by then is due again. Lanes are found by leaps through their index, however much waits in each.
 */
export async function claimPosts(database: Database, projectId: string, claim: PostClaim): Promise<ClaimedPosts> {
  const { leaseMs, afterLane, lanesAtOnce, rooms, usualRoom, limit } = claim;
  const { rows } = await sql<Row>`
    with recursive clock as materialized (select todoke_now() as now), lane (lane, place) as (
      (select p.lane, 1 from webhook_post p
        where p.project_id = ${projectId} and p.due_at is not null and p.lane > ${afterLane} order by p.lane limit 1)
      union all
      select next.lane, lane.place + 1 from lane cross join lateral (
        select p.lane from webhook_post p
        where p.project_id = ${projectId} and p.due_at is not null and p.lane > lane.lane order by p.lane limit 1
      ) next where lane.place < ${lanesAtOnce}::int
    ), open_lane as materialized (
      select l.lane, coalesce((${JSON.stringify(Object.fromEntries(rooms))}::jsonb ->> l.lane)::int, ${usualRoom}::int) as room
      from lane l cross join clock left join webhook_endpoint e on e.project_id = ${projectId} and e.id::text = l.lane
      where e.id is null or (e.paused_at is null and e.disabled_at is null and (e.rests_until is null or e.rests_until <= clock.now))
    ), due as materialized (
      select d.* from open_lane l cross join clock cross join lateral (
        select p.target_id, p.message_id, p.delivery, p.number from webhook_post p
        where p.project_id = ${projectId} and p.lane = l.lane and p.due_at <= clock.now
        order by p.due_at limit l.room for update skip locked
      ) d limit ${limit}
    ), claimed as (
      update webhook_post p set tries = p.tries + 1, tried_at = clock.now, due_at = clock.now + ${leaseMs} * interval '1 millisecond'
      from due, clock where p.project_id = ${projectId} and p.target_id = due.target_id and p.message_id = due.message_id
        and p.delivery = due.delivery and p.number = due.number
      returning p.target_id, p.message_id, p.delivery, p.number, p.lane, p.tries
    )
    select e.last_lane, c.* from (
      select case when count(*) = ${lanesAtOnce} then max(lane) end as last_lane from lane
    ) e left join claimed c on true
    order by c.message_id, c.delivery, c.number`.execute(database);
  return {
    posts: rows.flatMap((row) => (row.target_id === null ? [] : [{ ...keyOf({ ...row, target_id: row.target_id }), lane: row.lane, tries: row.tries }])),
    lastLane: rows[0]?.last_lane ?? undefined,
  };
}

function keyOf(row: Row & { readonly target_id: string }): PostKey {
  return { targetId: row.target_id, messageId: row.message_id, delivery: row.delivery, number: row.number };
}
