import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { OpenDeliveries } from "../observing/gauges.ts";

/**
 * Adds up the counters of messages that are not completed, found by an index that holds no others, so that it costs what
 * is open and not what was ever sent. Deliveries under way are counted as pending by their messages, and told apart here
 * by the attempts that carry them.
 */
export async function readOpenDeliveries(database: Database, projectId: string): Promise<OpenDeliveries> {
  const { rows } = await sql<Omit<OpenDeliveries, "sending"> & { readonly under_way: number }>`
    select coalesce(sum(scheduled), 0)::float8 as scheduled, coalesce(sum(held), 0)::float8 as held,
      coalesce(sum(pending), 0)::float8 as pending, coalesce(sum(waiting), 0)::float8 as waiting,
      (select coalesce(sum(cardinality(a.members)), 0)::float8 from attempt a
        where a.project_id = ${projectId} and a.evidence in ('sending', 'unknown') and a.due_at is not null) as under_way
    from message where project_id = ${projectId} and completed_at is null`.execute(database);
  const { scheduled, held, pending, waiting, under_way: underWay } = rows[0]!;
  const sending = Math.min(underWay, pending);
  return { scheduled, held, pending: pending - sending, sending, waiting };
}
