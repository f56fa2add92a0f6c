import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { currentShare, isLane, type TakenTurns, type TurnRequest } from "./lane-turns.ts";

/**
 * Takes turns that follow each other evenly, `apartMs` apart while the lane has its full rate. Turns that are not used
 * lapse. The clock is read once the row is ours, so that waiting for it gives nobody a turn in the past. The disk is not
 * waited for: a server that crashes forgets the turns of its last moments at most, and its clients have lost their way then
 * too.
 */
export async function takeSpreadTurns(database: Database, projectId: string, request: TurnRequest, apartMs: number): Promise<TakenTurns> {
  const { accountId, endpoint, count, horizonMs, leadMs } = request;
  const { rows } = await sql<{ count: number; first_at: number; apart: number; next_at: number }>`
    with ours as materialized (
      select l.*, set_config('synchronous_commit', 'off', true) from lane l where ${isLane(projectId, accountId, endpoint)} for update
    ), l as materialized (
      select todoke_now() as now, ours.* from ours
    ), pace as materialized (
      select now, greatest(next_at, now + ${leadMs} * interval '1 millisecond') as first_at, (${apartMs}::float8 / ${currentShare})::float8 as apart from l
    ), taken as materialized (
      select now, first_at, apart, greatest(0, least(${count}::int,
        ceil((${horizonMs}::float8 - 1000 * extract(epoch from first_at - now)) / apart)))::int as count
      from pace
    )
    update lane l set next_at = t.first_at + t.count * t.apart * interval '1 millisecond'
    from taken t where ${isLane(projectId, accountId, endpoint)}
    returning t.count, (1000 * extract(epoch from t.first_at))::float8 as first_at, t.apart,
      (1000 * extract(epoch from l.next_at))::float8 as next_at`.execute(database);
  const { count: taken, first_at: firstAt, apart, next_at: nextAt } = rows[0]!;
  return { count: taken, firstAt, apartMs: apart, nextAt };
}
