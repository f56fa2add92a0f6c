import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";

/** What one step of a message came to, counted in recipients by our own books. */
export interface StepCounts {
  readonly step: number;
  /** A call was made. */
  readonly tried: number;
  /** The provider took it on, whatever came after. */
  readonly accepted: number;
  readonly delivered: number;
  readonly read: number;
  /** Null when nothing was sent. */
  readonly firstSentAt: Date | null;
  readonly lastSentAt: Date | null;
  /** Of an audience send. */
  readonly requestId: string | null;
}

/** One for each step on which anything was tried. A recipient counts once, by the best that happened. */
export async function readStepCounts(database: Database, projectId: string, messageId: string): Promise<readonly StepCounts[]> {
  const month = monthOf(messageId);
  const { rows } = await sql<{
    step: number;
    tried: number;
    accepted: number;
    delivered: number;
    read: number;
    first_sent_at: Date | null;
    last_sent_at: Date | null;
    request_id: string | null;
  }>`
    select a.step, count(distinct d.number)::int as tried,
      count(distinct d.number) filter (where a.evidence in ('accepted', 'sent', 'delivered', 'read'))::int as accepted,
      count(distinct d.number) filter (where a.evidence in ('delivered', 'read'))::int as delivered,
      count(distinct d.number) filter (where a.evidence = 'read')::int as read,
      min(a.started_at) as first_sent_at, max(a.started_at) as last_sent_at, max(a.request_id) as request_id
    from delivery d
    cross join unnest(d.attempt_ids) as carried (id)
    join attempt a on a.project_id = d.project_id and a.id = carried.id and a.month = ${month}::date
    where d.project_id = ${projectId} and d.message_id = ${messageId} and d.month = ${month}::date
    group by a.step order by a.step`.execute(database);
  return rows.map((row) => ({
    step: row.step,
    tried: row.tried,
    accepted: row.accepted,
    delivered: row.delivered,
    read: row.read,
    firstSentAt: row.first_sent_at,
    lastSentAt: row.last_sent_at,
    requestId: row.request_id,
  }));
}
