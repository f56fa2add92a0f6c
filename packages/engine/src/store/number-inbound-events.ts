import { sql, type Kysely } from "kysely";
import { retryOnConflict } from "./retry-on-conflict.ts";

/**
 * Gives committed events their positions in the order of arrival, and says how many it numbered. Whoever numbers holds
 * the counter until it commits, so that positions become visible in ascending order.
 */
export function numberInboundEvents(connection: Kysely<unknown>, projectId: string, limit: number): Promise<number> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const { rows: waiting } = await sql`select from inbound_event
        where project_id = ${projectId} and position is null limit 1`.execute(transaction);
      if (waiting.length === 0) return 0;
      await sql`select from inbound_counter where project_id = ${projectId} for update`.execute(transaction);
      const { rows } = await sql<{ numbered: number }>`
        with next as (
          select id, month, row_number() over (order by received_at, id) as place from inbound_event
          where project_id = ${projectId} and position is null order by received_at, id limit ${limit}
        ), counter as (
          update inbound_counter set position = position + (select count(*) from next)
          where project_id = ${projectId} returning position - (select count(*) from next) as base
        ), numbered as (
          update inbound_event e set position = counter.base + next.place from next, counter
          where e.project_id = ${projectId} and e.id = next.id and e.month = next.month returning e.id
        )
        select count(*)::int as numbered from numbered`.execute(transaction);
      return rows[0]!.numbered;
    }),
  );
}
