import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/**
 * Has whoever else pauses, resumes, reschedules, releases or cancels these messages wait until the transaction ends. Not
 * a lock on their rows: those who send lock chunks and deliveries first and messages last.
 */
export async function lockControls(transaction: Database, messageIds: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtextextended(id, 0))
    from (select unnest(${[...messageIds].toSorted()}::text[]) as id) ids`.execute(transaction);
}
