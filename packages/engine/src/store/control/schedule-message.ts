import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { unreleasedEnds } from "../next-chunks.ts";

/** Sets when a message is to be released, and when it then ends. */
export async function writeSendAt(transaction: Database, projectId: string, id: string, sendAt: Date, validUntil: Date): Promise<void> {
  await sql`
    update message m set send_at = ${sendAt}, valid_until = ${validUntil},
      release_at = case when status = 'scheduled' then ${sendAt}::timestamptz when scheduled > 0 then
        case when sending_speed_limit is null then ${validUntil}::timestamptz else ${unreleasedEnds} end end
    where project_id = ${projectId} and id = ${id}`.execute(transaction);
}

/** Sets when a message with a sending speed limit is expected to end, which moves along with its releases. */
export async function writeValidUntil(transaction: Database, projectId: string, id: string, validUntil: Date): Promise<void> {
  await sql`
    update message set valid_until = ${validUntil} where project_id = ${projectId} and id = ${id}`.execute(transaction);
}

/** Has a paused message wait for its time again, which may have come already. */
export async function waitForSendAt(transaction: Database, projectId: string, id: string): Promise<void> {
  await sql`
    update message set status = 'scheduled', release_at = coalesce(send_at, created_at)
    where project_id = ${projectId} and id = ${id} and status = 'paused'`.execute(transaction);
}
