import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { monthOf } from "../../ids.ts";
import { deliveryColumns, toClaimedDelivery, type ClaimedDelivery, type DeliveryRow } from "../claimed-delivery.ts";

/** At most `limit` deliveries that are not final, of the numbers `from` to `to`; nobody else can move them until the transaction ends. */
export async function lockLiveDeliveries(
  transaction: Database,
  projectId: string,
  messageId: string,
  from: number,
  to: number,
  limit: number,
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from delivery d
    where d.project_id = ${projectId} and d.message_id = ${messageId} and d.month = ${monthOf(messageId)}::date
      and d.number between ${from} and ${to} and d.status <> 'final'
    order by d.number limit ${limit} for update`.execute(transaction);
  return rows.map(toClaimedDelivery);
}

/**
 * Which of these deliveries are members of an attempt whose outcome is open. To be asked when they are locked, in a
 * statement of its own: one that waited for a lock would not see what was committed meanwhile.
 */
export async function readUnsettled(
  transaction: Database,
  projectId: string,
  messageId: string,
  numbers: readonly number[],
): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ number: number }>`
    select distinct member.number from attempt a, unnest(a.members) as member (number)
    where a.project_id = ${projectId} and a.message_id = ${messageId} and a.month = ${monthOf(messageId)}::date
      and a.evidence in ('sending', 'unknown') and a.due_at is not null
      and member.number = any(${[...numbers]}::int[])`.execute(transaction);
  return new Set(rows.map(({ number }) => number));
}
