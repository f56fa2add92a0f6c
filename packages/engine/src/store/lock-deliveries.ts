import type { DeliveryStatus } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf, monthsOf } from "../ids.ts";

/** A delivery that nobody else can move until the transaction ends. */
export interface LockedDelivery {
  readonly messageId: string;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly step: number;
  readonly tries: number;
  readonly succeeded: boolean | null;
  readonly attemptIds: readonly string[];
}

/** Deliveries of one message, by their numbers. */
export interface DeliveriesOfMessage {
  readonly messageId: string;
  readonly numbers: readonly number[];
}

/** Locks them in one order in every transaction: by message and number. */
export async function lockDeliveries(database: Database, projectId: string, wanted: readonly DeliveriesOfMessage[]): Promise<readonly LockedDelivery[]> {
  const rows = wanted.flatMap(({ messageId, numbers }) =>
    numbers.map((number) => ({ message_id: messageId, number, month: monthOf(messageId) })));
  if (rows.length === 0) return [];
  const { rows: locked } = await sql<LockedRow>`
    select d.* from (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as r (message_id uuid, number int, month date)
      order by message_id, number
    ) r cross join lateral (
      select message_id, number, status, step, tries, succeeded, attempt_ids from delivery d
      where d.project_id = ${projectId} and d.message_id = r.message_id and d.number = r.number and d.month = r.month
        and d.month = any(${monthsOf(wanted.map(({ messageId }) => messageId))}::date[])
      for update
    ) d`.execute(database);
  return locked.map((row) => ({
    messageId: row.message_id,
    number: row.number,
    status: row.status,
    step: row.step,
    tries: row.tries,
    succeeded: row.succeeded,
    attemptIds: row.attempt_ids ?? [],
  }));
}

interface LockedRow {
  readonly message_id: string;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly step: number;
  readonly tries: number;
  readonly succeeded: boolean | null;
  readonly attempt_ids: readonly string[] | null;
}
