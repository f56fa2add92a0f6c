import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { defaultProject } from "../../project.ts";

/** Sets when a message is to be released, and when it then ends. */
export async function writeSendAt(transaction: Database, id: string, sendAt: Date, validUntil: Date): Promise<void> {
  await sql`
    update message set send_at = ${sendAt}, valid_until = ${validUntil},
      release_at = case when status = 'scheduled' then ${sendAt}::timestamptz when scheduled > 0 then ${validUntil}::timestamptz end
    where project_id = ${defaultProject} and id = ${id}`.execute(transaction);
}

/** Has a paused message wait for its time again, which may have come already. */
export async function waitForSendAt(transaction: Database, id: string): Promise<void> {
  await sql`
    update message set status = 'scheduled', release_at = coalesce(send_at, created_at)
    where project_id = ${defaultProject} and id = ${id} and status = 'paused'`.execute(transaction);
}
