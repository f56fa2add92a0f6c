import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { EngagementFigures } from "../../statistics/figures/project-statistics.ts";
import type { StatisticsRequest } from "../../statistics/figures/statistics-request.ts";
import { groupByFirst, isAccepted, keysOf, matches, messageColumns, monthsAbout, quarterOf, selectKeys, type GroupKey } from "./asked-statistics.ts";

/** The form of names that were made of the message's own id, under which nobody else is added up. */
const ownUnit = "^s[0-9]+_[A-Za-z0-9]{22}$";

/**
 * What providers told of the people of messages accepted in the time, by the answers that were kept when they were last
 * asked; at most `limit` groups.
 */
export async function countEngagement(
  database: Database,
  projectId: string,
  request: StatisticsRequest,
  limit: number,
): Promise<readonly (GroupKey & EngagementFigures)[]> {
  const keys = keysOf(request.groupBy);
  const columns = { ...messageColumns, channel: sql`sent.channel`, account: sql`told.account_id`, quarter: quarterOf(sql`m.created_at`) };
  // Questions are `unit NAME` and when it was first sent, or `request NAME`.
  const { rows } = await sql<GroupKey & EngagementFigures>`
    with told as (
      select account_id, split_part(question, ' ', 1) || ' ' || split_part(question, ' ', 2) as name, (array_agg(answer order by asked_at desc))[1] as answer
      from statistics_answer where project_id = ${projectId} and (question like 'unit %' or question like 'request %') group by 1, 2
    )
    select ${selectKeys(keys, columns)}
      sum((told.answer ->> 'opened')::int)::int as opened, sum((told.answer ->> 'clicked')::int)::int as clicked
    from message m cross join lateral (
      select step.channel, 'unit ' || step."statisticsUnit" as name
      from jsonb_to_recordset(m.plan -> 'steps') as step (channel text, "statisticsUnit" text)
      where step."statisticsUnit" ~ ${ownUnit}
      union all
      select a.channel, 'request ' || a.request_id
      from delivery d join attempt a on a.project_id = ${projectId} and a.month = d.month and a.id = any(d.attempt_ids)
      where m.audience is not null and d.project_id = ${projectId} and d.message_id = m.id and d.month = m.month and a.request_id is not null
    ) sent
    join told on told.name = sent.name
    where m.project_id = ${projectId} and m.month = any(${[...monthsAbout(request)]}::date[]) and ${isAccepted(request)} ${matches(request.only, columns)}
    ${groupByFirst(keys.length)}
    limit ${limit}`.execute(database);
  return rows;
}
