import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf, newClaimToken } from "../ids.ts";
import { dueRows, isWhereDue } from "./due-rows.ts";
import { deliveryColumns, toClaimedDelivery, type ClaimedDelivery, type DeliveryRow } from "./claimed-delivery.ts";

/** A range of deliveries that this process works on until its lease ends. */
export interface ClaimedChunk {
  readonly id: string;
  readonly token: string;
  readonly messageId: string;
  readonly nextNumber: number;
  readonly endNumber: number;
  /** Its message is paused: nothing of it may go out, it may only expire. */
  readonly isHeld: boolean;
}

/**
 * At most `limit` chunks of at most `largest` deliveries, the first of those that are due, and none of the messages
 * `except`.
 */
export async function claimChunks(
  database: Database,
  projectId: string,
  leaseMs: number,
  limit: number,
  largest: number,
  except: readonly string[] = [],
): Promise<readonly ClaimedChunk[]> {
  const token = newClaimToken();
  const { rows } = await sql<{ id: string; message_id: string; next_number: number; end_number: number; is_held: boolean }>`
    with due as materialized (${dueRows({
      projectId: projectId,
      table: sql`chunk`,
      columns: sql`t.project_id, t.message_id, t.id`,
      where: sql<boolean>`t.end_number - t.next_number <= ${largest} and t.message_id <> all(${[...except]}::uuid[])`,
      order: sql`t.due_at, t.id`,
      limit,
    })})
    update chunk c
    set claim_token = ${token}, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where ${isWhereDue(sql`c`)} and c.project_id = due.project_id and c.message_id = due.message_id and c.id = due.id
    returning c.id, c.message_id, c.next_number, c.end_number, c.is_held`.execute(database);
  return rows.map((row) => ({
    id: row.id,
    token,
    messageId: row.message_id,
    nextNumber: row.next_number,
    endNumber: row.end_number,
    isHeld: row.is_held,
  }));
}

/** Deliveries of a claimed chunk, from `from` up to and without `to`. */
export interface ChunkRange {
  readonly messageId: string;
  readonly from: number;
  readonly to: number;
}

/** For each range the deliveries that nothing has looked at yet. */
export async function readChunkDeliveries(
  database: Database,
  projectId: string,
  ranges: readonly ChunkRange[],
): Promise<readonly (readonly ClaimedDelivery[])[]> {
  const asked = ranges.map((range, index) => ({ index, month: monthOf(range.messageId), ...range }));
  const { rows } = await sql<DeliveryRow & { readonly index: number }>`
    select a.index, d.* from json_to_recordset(${JSON.stringify(asked)}::json)
      as a (index int, month date, "messageId" uuid, "from" int, "to" int)
    cross join lateral (
      select ${deliveryColumns} from delivery d
      where d.project_id = ${projectId} and d.message_id = a."messageId" and d.month = a.month
        and d.number >= a.from and d.number < a.to and d.status = 'pending' and d.due_at is null
      order by d.number
    ) d`.execute(database);
  const found = Map.groupBy(rows, ({ index }) => index);
  return ranges.map((_, index) => (found.get(index) ?? []).map(toClaimedDelivery));
}
