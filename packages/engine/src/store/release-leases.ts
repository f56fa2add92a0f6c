import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Takes over imports, relayed requests and reports on their way of a process that died: whatever is not over is due now. */
export async function releaseLeases(database: Database): Promise<void> {
  await sql`update contact_import set due_at = todoke_now() where due_at is not null`.execute(database);
  await sql`update relay_request set due_at = todoke_now() where due_at is not null`.execute(database);
  await sql`update webhook_post set due_at = todoke_now() where due_at > todoke_now() and failure is null`.execute(database);
}
