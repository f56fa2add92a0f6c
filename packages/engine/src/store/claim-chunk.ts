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
}

/** The chunk that has been due for longest, if any. */
export async function claimChunk(database: Database, leaseMs: number): Promise<ClaimedChunk | undefined> {
  const token = randomUUID();
  const { rows } = await sql<{ id: string; message_id: string; next_number: number; end_number: number }>`
    update chunk set claim_token = ${token}, due_at = todoke_now() + ${leaseMs} * interval '1 millisecond'
    where (project_id, id) in (
      select project_id, id from chunk where due_at <= (select todoke_now()) order by due_at, id limit 1
      for update skip locked)
    returning id, message_id, next_number, end_number`.execute(database);
  const [row] = rows;
  if (row === undefined) return undefined;
  return { id: row.id, token, messageId: row.message_id, nextNumber: row.next_number, endNumber: row.end_number };
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
