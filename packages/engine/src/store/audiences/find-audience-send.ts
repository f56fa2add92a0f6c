import { sql } from "kysely";
import type { AudienceSend } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";

/** How a message went to a provider's audience. Undefined when there is no such message. */
export async function findAudienceSend(database: Database, projectId: string, messageId: string): Promise<AudienceSend | undefined> {
  const month = monthOf(messageId);
  const { rows } = await sql<{ to_audience: boolean; account_id: string | null; request_id: string | null }>`
    select m.frozen_audience is not null as to_audience, a.account_id, a.request_id
    from message m
    left join delivery d on d.project_id = m.project_id and d.message_id = m.id and d.number = 0
      and d.month = ${month}::date and m.frozen_audience is not null
    left join attempt a on a.project_id = d.project_id and a.month = ${month}::date and a.id = any(d.attempt_ids) and a.request_id is not null
      and a.evidence in ('accepted', 'sent', 'delivered', 'read')
    where m.project_id = ${projectId} and m.id = ${messageId}
    order by a.started_at desc nulls last limit 1`.execute(database);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { account_id: account, request_id: requestId } = row;
  return {
    isToProviderAudience: row.to_audience,
    ...(account !== null && requestId !== null && { accepted: { account, requestId } }),
  };
}
