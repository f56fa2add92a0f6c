import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** What part of its rate a lane has while its account is not well, and from which it recovers afterwards. */
const heldShare = 0.1;

/**
 * Keeps the lanes of accounts that are not well at a small part of their rate. From the last time on they recover like a
 * lane whose provider said that it was called too fast: a backlog meets nobody at full speed who has just come back.
 */
export async function holdLanes(database: Database, projectId: string, accountIds: readonly string[]): Promise<void> {
  if (accountIds.length === 0) return;
  await sql`
    update lane set share = least(share, ${heldShare}::float8), slowed_at = greatest(slowed_at, (select todoke_now()))
    where project_id = ${projectId} and account_id = any(${[...accountIds]}::text[])`.execute(database);
}
