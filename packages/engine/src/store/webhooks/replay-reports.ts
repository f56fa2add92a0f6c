import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatReportId, monthOf, type ReportKey } from "../../ids.ts";
import type { WebhookReplay } from "../../webhooks/webhook-view.ts";
import { wants } from "./fan-out-reports.ts";
import type { EndpointKey } from "./write-endpoints.ts";

/** Whatever waits already is due at once, and is counted as well. */
const dueNow = sql`on conflict (project_id, target_id, message_id, delivery, number) do update set due_at = excluded.due_at, tries = 0, failure = null`;

/** Has these reports posted to the endpoint, as far as there are such. Gives how many there are. */
export async function replayReports(database: Database, { projectId, id }: EndpointKey, reports: readonly ReportKey[]): Promise<number> {
  const keys = reports.map(({ messageId, delivery, number }) => ({ message_id: messageId, delivery, number, month: monthOf(messageId) }));
  const { rows } = await sql`
    insert into webhook_post (project_id, target_id, message_id, delivery, number, month, lane, due_at)
    select distinct ${projectId}, ${id}::uuid, r.message_id, r.delivery, r.number, r.month, ${id}::text, todoke_now()
    from json_to_recordset(${JSON.stringify(keys)}::json) as k (message_id uuid, delivery int, number int, month date)
    join report r on r.project_id = ${projectId} and r.message_id = k.message_id and r.delivery = k.delivery and r.number = k.number and r.month = k.month
    where r.position is not null
    ${dueNow} returning 1`.execute(database);
  return rows.length;
}

/** A time, and where to go on in it. */
export interface ReplayedTime {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
  /** The last report of the page before. */
  readonly after: ReportKey | undefined;
  readonly limit: number;
}

/** Has the reports of a time posted that the endpoint gets, the oldest first. */
export async function replayTime(database: Database, { projectId, id }: EndpointKey, { from, to, after, limit }: ReplayedTime): Promise<WebhookReplay> {
  const { rows } = await sql<{ message_id: string; delivery: number; number: number }>`
    with wanted as materialized (
      select r.message_id, r.delivery, r.number, r.month, r.at
      from webhook_endpoint e join report r on r.project_id = e.project_id
      join message m on m.project_id = e.project_id and m.id = r.message_id
      where e.project_id = ${projectId} and e.id = ${id} and r.position is not null and r.at >= ${from} and r.at < ${to}
        and ${wants(sql`r`)} and ${after === undefined ? sql`true` : isAfter(projectId, after)}
      order by r.at, r.message_id, r.delivery, r.number limit ${limit}
    ), posted as (
      insert into webhook_post (project_id, target_id, message_id, delivery, number, month, lane, due_at)
      select ${projectId}, ${id}::uuid, message_id, delivery, number, month, ${id}::text, todoke_now() from wanted
      ${dueNow}
    )
    select message_id, delivery, number from wanted order by at, message_id, delivery, number`.execute(database);
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { reports: rows.length, ...(last && { nextCursor: formatReportId(last.message_id, last.delivery, last.number) }) };
}

function isAfter(projectId: string, { messageId, delivery, number }: ReportKey): RawBuilder<boolean> {
  return sql<boolean>`(r.at, r.message_id, r.delivery, r.number) > (
    select a.at, a.message_id, a.delivery, a.number from report a where a.project_id = ${projectId}
      and a.message_id = ${messageId}::uuid and a.delivery = ${delivery} and a.number = ${number} and a.month = ${monthOf(messageId)}::date)`;
}
