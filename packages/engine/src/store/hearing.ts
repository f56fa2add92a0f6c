import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";

/*
 * Processes are there for all projects at once, or for none. What is known of it is kept under the default project, which
 * every database has.
 */

/** A time in which no process was there to take what providers post. */
export interface DeafPeriod {
  readonly beganAt: Date;
  readonly endedAt: Date;
}

/**
 * Says that a process is there. Where it `isBack` after a time that it cannot answer for, and nobody else can either for
 * more than `longestGapMs` of it, that is written down as a deaf period. Of several that come back, one writes it.
 */
export async function noteHearing(
  database: Database,
  { isBack, longestGapMs }: { readonly isBack: boolean; readonly longestGapMs: number },
): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now), before as materialized (
      select heard_at from hearing where project_id = ${defaultProject} for update
    ), heard as (
      insert into hearing (project_id, heard_at) select ${defaultProject}, now from clock
      on conflict (project_id) do update set heard_at = greatest(hearing.heard_at, excluded.heard_at)
    ), forgotten as (
      delete from deaf_period where ended_at < (select now from clock) - interval '8 days'
    )
    insert into deaf_period (project_id, began_at, ended_at)
    select ${defaultProject}, heard_at, now from before, clock
    where ${isBack}::boolean and now - heard_at > ${longestGapMs} * interval '1 millisecond'
    on conflict do nothing`.execute(database);
}

/** The deaf period that ended last, of those that ended after a moment. */
export async function readDeafPeriod(database: Database, after: Date): Promise<DeafPeriod | undefined> {
  const { rows } = await sql<DeafPeriod>`
    select began_at as "beganAt", ended_at as "endedAt" from deaf_period
    where project_id = ${defaultProject} and ended_at > ${after} order by ended_at desc limit 1`.execute(database);
  return rows[0];
}
