import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import { defaultProject } from "../project.ts";
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
 * At most `limit` chunks of at most `largest` deliveries, those first that have been due for longest, and none of the
 * messages `except`.
 */
export async function claimChunks(
  database: Database,
  leaseMs: number,
  limit: number,
  largest: number,
  except: readonly string[] = [],
): Promise<readonly ClaimedChunk[]> {
  const token = randomUUID();
  const { rows } = await sql<{ id: string; message_id: string; next_number: number; end_number: number; is_held: boolean }>`
    with due as materialized (
      select project_id, message_id, id from chunk
      where due_at <= (select todoke_now()) and end_number - next_number <= ${largest}
        and message_id <> all(${[...except]}::uuid[])
      order by due_at, id limit ${limit} for update skip locked
    )
    update chunk c
    set claim_token = ${token}, due_at = (select todoke_now()) + ${leaseMs} * interval '1 millisecond'
    from due where c.project_id = due.project_id and c.message_id = due.message_id and c.id = due.id
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

/** The deliveries of a claimed chunk from `from` up to and without `to`. */
export async function readChunkDeliveries(
  database: Database,
  messageId: string,
  from: number,
  to: number,
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryColumns} from delivery d
    where d.project_id = ${defaultProject} and d.message_id = ${messageId} and d.month = ${monthOf(messageId)}::date
      and d.number >= ${from} and d.number < ${to} and d.status = 'pending' and d.due_at is null
    order by d.number`.execute(database);
  return rows.map(toClaimedDelivery);
}
