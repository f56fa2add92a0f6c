import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { AttemptFigures } from "../../statistics/figures/project-statistics.ts";
import type { StatisticsRequest } from "../../statistics/figures/statistics-request.ts";
import { isLookedUp, type AskedStatistics } from "./attempts-of-message.ts";
import { groupByFirst, isAccepted, isAttempted, keysOf, matches, messageColumns, monthsAbout, quarterOf, selectKeys, type Columns, type GroupKey } from "./asked-statistics.ts";

/** Recipients of the attempts of one channel and account, with what was told of them. */
export interface CountedAttempts extends AttemptFigures {
  /** By which way they went, whether or not that is asked for. */
  readonly way: { readonly channel: string; readonly account: string };
  readonly delivered: number;
  readonly read: number;
}

/** What attempts cost in one currency. */
export interface CountedCost {
  readonly currency: string;
  readonly amount: string;
  readonly billed: string;
}

/** The provider refused it when it was called: nothing was taken on, and nothing is charged. */
const isRefused = sql`(a.evidence = 'failed' and a.answer is not distinct from 'failed')`;

const mayCost = sql`(a.evidence <> 'sending' and not ${isRefused})`;

/** A bill in words that can be added up. */
const isBilled = sql`coalesce(a.bill ->> 'amount' ~ '^[0-9]{1,9}([.][0-9]{1,12})?$' and a.bill ->> 'currency' is not null, false)`;

/** At most `limit` groups. */
export async function countAttempts(
  database: Database,
  projectId: string,
  request: AskedStatistics,
  limit: number,
): Promise<readonly (GroupKey & CountedAttempts)[]> {
  const keys = keysOf(request.groupBy);
  const { rows } = await sql<GroupKey & CountedAttempts & { readonly wayChannel: string; readonly wayAccount: string }>`
    select ${selectKeys(keys, columnsOf(request))} a.channel as "wayChannel", a.account_id as "wayAccount",
      sum(cardinality(a.members))::int as attempted,
      coalesce(sum(cardinality(a.members)) filter (where a.evidence = 'sending'), 0)::int as "underWay",
      coalesce(sum(cardinality(a.members)) filter (where a.evidence = 'unknown'), 0)::int as unknown,
      coalesce(sum(cardinality(a.members)) filter (where ${isRefused}), 0)::int as refused,
      coalesce(sum(cardinality(a.members)) filter (where a.evidence not in ('sending', 'unknown') and not ${isRefused}), 0)::int as accepted,
      coalesce(sum(cardinality(a.members)) filter (where a.evidence = 'failed'), 0)::int as failed,
      coalesce(sum(cardinality(a.members)) filter (where ${mayCost} and not ${isBilled} and a.costs is null), 0)::int as unpriced,
      coalesce(sum(cardinality(a.members)) filter (where a.evidence in ('delivered', 'read')), 0)::int as delivered,
      coalesce(sum(cardinality(a.members)) filter (where a.evidence = 'read'), 0)::int as read
    from message m join attempt a on a.project_id = m.project_id and a.message_id = m.id and a.month = m.month
    where m.project_id = ${projectId} and a.project_id = ${projectId} and ${isAbout(projectId, request)}
    ${groupByFirst(keys.length + 2)}
    limit ${limit}`.execute(database);
  return rows.map(({ wayChannel: channel, wayAccount: account, ...row }) => ({ ...row, way: { channel, account } }));
}

/** Exact sums of what was billed and, where it was not, of what was reckoned for what may have gone out; at most `limit`. */
export async function countCosts(
  database: Database,
  projectId: string,
  request: AskedStatistics,
  limit: number,
): Promise<readonly (GroupKey & CountedCost)[]> {
  const keys = keysOf(request.groupBy);
  const { rows } = await sql<GroupKey & CountedCost>`
    select ${selectKeys(keys, columnsOf(request))} cost.currency,
      trim_scale(sum(cost.amount))::text as amount,
      trim_scale(coalesce(sum(cost.amount) filter (where cost.billed), 0))::text as billed
    from message m join attempt a on a.project_id = m.project_id and a.message_id = m.id and a.month = m.month
    cross join lateral (
      select a.bill ->> 'currency' as currency, (a.bill ->> 'amount')::numeric as amount, true as billed where ${isBilled}
      union all
      select reckoned.currency, reckoned.amount, false from jsonb_to_recordset(a.costs) as reckoned (currency text, amount numeric)
      where ${mayCost} and not ${isBilled}
    ) cost
    where m.project_id = ${projectId} and a.project_id = ${projectId} and (a.bill is not null or a.costs is not null) and ${isAbout(projectId, request)}
    ${groupByFirst(keys.length + 1)}
    limit ${limit}`.execute(database);
  return rows;
}

function isAbout(projectId: string, request: AskedStatistics) {
  const columns = columnsOf(request);
  return sql`a.month = any(${[...monthsAbout(request)]}::date[]) and ${isAttempted(request)} ${isLookedUp("a", projectId, request)}
    ${request.clock === "acceptance" ? sql`and ${isAccepted(request)}` : sql``} ${matches(request.only, columns)}`;
}

function columnsOf({ clock }: StatisticsRequest): Columns {
  return {
    ...messageColumns,
    channel: sql`a.channel`,
    account: sql`a.account_id`,
    quarter: quarterOf(clock === "acceptance" ? sql`m.created_at` : sql`a.started_at`),
  };
}
