import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { LaneGauge } from "../observing/gauges.ts";
import { currentShare } from "./lane-turns.ts";

/** The lanes that were ever used, one for each limited endpoint of an account. */
export async function readLaneShares(database: Database, projectId: string): Promise<readonly LaneGauge[]> {
  const { rows } = await sql<LaneGauge>`
    select l.account_id as account, l.endpoint, (${currentShare})::float8 as share
    from lane l, (select todoke_now() as now) clock
    where l.project_id = ${projectId} order by 1, 2`.execute(database);
  return rows;
}
