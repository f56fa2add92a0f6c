import { sql, type Kysely } from "kysely";
import { retryOnConflict } from "../retry-on-conflict.ts";
import { postsOfNumbered } from "../webhooks/fan-out-reports.ts";

/**
 * Gives committed reports their positions in the feed, and says how many it numbered. Whoever numbers holds the counter
 * until it commits, so that positions become visible in ascending order. Those of one delivery keep theirs. With them their posts
 * to webhooks are written. Earlier months than `since` are left alone.
 */
export function numberReports(connection: Kysely<unknown>, projectId: string, since: string, limit: number): Promise<number> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const { rows: waiting } = await sql`select from report
        where project_id = ${projectId} and month >= ${since}::date and position is null limit 1`.execute(transaction);
      if (waiting.length === 0) return 0;
      await sql`select from report_counter where project_id = ${projectId} for update`.execute(transaction);
      const { rows } = await sql<{ numbered: number }>`
        with next as (
          select message_id, delivery, number, month, row_number() over (order by message_id, delivery, number) as place from report
          where project_id = ${projectId} and month >= ${since}::date and position is null order by message_id, delivery, number limit ${limit}
        ), counter as (
          update report_counter set position = position + (select count(*) from next)
          where project_id = ${projectId} returning position - (select count(*) from next) as base
        ), numbered as (
          update report r set position = counter.base + next.place from next, counter
          where r.project_id = ${projectId} and r.message_id = next.message_id and r.delivery = next.delivery
            and r.number = next.number and r.month = next.month and r.month >= ${since}::date
          returning r.position, r.message_id, r.delivery, r.number, r.month, r.type, r.is_final
        ), posted as (
          ${postsOfNumbered(projectId)}
        )
        select count(*)::int as numbered from numbered`.execute(transaction);
      return rows[0]!.numbered;
    }),
  );
}
