import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { DeliveryFigures } from "../../statistics/figures/project-statistics.ts";
import { isLookedUp, type AskedStatistics } from "./attempts-of-message.ts";
import { groupByFirst, isAccepted, keysOf, matches, messageColumns, monthsAbout, quarterOf, selectKeys, type GroupKey } from "./asked-statistics.ts";

/** Deliveries of the messages accepted in the time; at most `limit` groups. */
export async function countDeliveries(
  database: Database,
  projectId: string,
  request: AskedStatistics,
  limit: number,
): Promise<readonly (GroupKey & DeliveryFigures)[]> {
  const keys = keysOf(request.groupBy);
  const asksForAccount = keys.includes("account") || request.only.account !== undefined;
  const columns = {
    ...messageColumns,
    channel: sql`d.channel`,
    account: sql`decided.account_id`,
    quarter: quarterOf(sql`m.created_at`),
  };
  const { rows } = await sql<GroupKey & DeliveryFigures>`
    select ${selectKeys(keys, columns)}
      count(*)::int as recipients,
      count(*) filter (where d.status <> 'final')::int as open,
      count(*) filter (where d.succeeded)::int as succeeded,
      count(*) filter (where not d.succeeded and d.outcome in ('accepted', 'sent', 'delivered', 'read'))::int as unproven,
      count(*) filter (where d.outcome = 'failed')::int as failed,
      count(*) filter (where d.outcome = 'expired')::int as expired,
      count(*) filter (where d.outcome = 'cancelled')::int as cancelled,
      count(*) filter (where d.outcome = 'skipped')::int as skipped,
      count(*) filter (where d.outcome = 'unknown')::int as unknown,
      count(*) filter (where d.history @> '[{"type": "switched"}]')::int as switched,
      count(*) filter (where d.duplicate_contact)::int as "duplicateContacts",
      count(*) filter (where d.possible_duplicate)::int as "possibleDuplicates"
    from message m
    join delivery d on d.project_id = m.project_id and d.message_id = m.id and d.month = m.month
    ${asksForAccount ? joinDecidingAttempt(projectId, request) : sql``}
    where m.project_id = ${projectId} and d.project_id = ${projectId} and d.month = any(${[...monthsAbout(request)]}::date[])
      and ${isAccepted(request)} ${matches(request.only, columns)}
    ${groupByFirst(keys.length)}
    limit ${limit}`.execute(database);
  // Without groups there is one row, also for nothing.
  return rows.filter(({ recipients }) => recipients > 0);
}

/** The last attempt on the channel at which the decision fell. Nearly all have one attempt, which joins without being looked up. */
function joinDecidingAttempt(projectId: string, request: AskedStatistics) {
  return sql`left join attempt decided on decided.project_id = ${projectId} and decided.month = d.month and decided.channel = d.channel
    ${isLookedUp("decided", projectId, request)} and decided.id = case when cardinality(d.attempt_ids) = 1 then d.attempt_ids[1] else (
      select a.id from attempt a
      where a.project_id = ${projectId} and a.month = d.month and a.id = any(d.attempt_ids) and a.channel = d.channel
      order by a.started_at desc, a.id desc limit 1
    ) end`;
}
