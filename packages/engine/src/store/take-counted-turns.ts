import type { RateLimit } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { isLane, type TakenTurns, type TurnRequest } from "./lane-turns.ts";

/**
 * Takes turns at once while fewer than the limit were taken within its time: for rates so low that spread evenly the
 * second call would wait for minutes. What was taken is remembered over restarts.
 */
export async function takeCountedTurns(
  database: Database,
  projectId: string,
  { accountId, endpoint, count }: TurnRequest,
  { requests, perMs }: RateLimit,
): Promise<TakenTurns> {
  const { rows } = await sql<{ count: number; first_at: number; next_at: number }>`
    with ours as materialized (
      select * from lane l where ${isLane(projectId, accountId, endpoint)} for update
    ), moment as materialized (
      select todoke_now() as now, ours.* from ours
    ), recent as materialized (
      select now, next_at, array(select at from unnest(taken_at) at
        where at > now - ${perMs} * interval '1 millisecond' order by at) as taken_at
      from moment
    ), taken as materialized (
      select now, next_at, taken_at, case when next_at > now then 0
        else greatest(0, least(${count}::int, ${requests}::int - cardinality(taken_at))) end as count
      from recent
    )
    update lane l set taken_at = t.taken_at || array_fill(t.now, array[t.count])
    from taken t where ${isLane(projectId, accountId, endpoint)}
    returning t.count, (1000 * extract(epoch from t.now))::float8 as first_at,
      (1000 * extract(epoch from greatest(t.next_at, t.now, case when cardinality(l.taken_at) >= ${requests}::int
        then l.taken_at[1 + cardinality(l.taken_at) - ${requests}::int] + ${perMs} * interval '1 millisecond' end)))::float8
      as next_at`.execute(database);
  const { count: taken, first_at: firstAt, next_at: nextAt } = rows[0]!;
  return { count: taken, firstAt, apartMs: 0, nextAt };
}
