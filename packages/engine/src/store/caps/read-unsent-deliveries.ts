import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf, monthsOf } from "../../ids.ts";

/** A delivery of which nothing was sent. */
export interface UnsentDelivery {
  readonly messageId: string;
  readonly number: number;
  readonly addresses: Readonly<Record<string, string>>;
}

/** Those of the deliveries for which every call so far was refused as its answer, or never made. */
export async function readUnsentDeliveries(
  database: Database,
  projectId: string,
  deliveries: readonly { readonly messageId: string; readonly number: number }[],
): Promise<readonly UnsentDelivery[]> {
  const rows = deliveries.map(({ messageId, number }) => ({ message_id: messageId, number, month: monthOf(messageId) }));
  const months = monthsOf(deliveries.map(({ messageId }) => messageId));
  const { rows: unsent } = await sql<{ message_id: string; number: number; addresses: Readonly<Record<string, string>> }>`
    select d.message_id, d.number, d.addresses
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (message_id uuid, number int, month date)
    join delivery d on d.project_id = ${projectId} and d.message_id = r.message_id and d.number = r.number and d.month = r.month
      and d.month = any(${months}::date[])
    where not exists (select from attempt a where a.project_id = ${projectId} and a.id = any(d.attempt_ids) and a.month = d.month and a.month = any(${months}::date[])
      and a.answer is distinct from 'failed')`.execute(database);
  return unsent.map((row) => ({ messageId: row.message_id, number: row.number, addresses: row.addresses }));
}
