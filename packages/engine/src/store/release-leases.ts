import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";

/** Takes over imports and relayed requests of a process that died: whatever is not over is due now. */
export async function releaseLeases(database: Database): Promise<void> {
  await sql`update contact_import set due_at = todoke_now() where project_id = ${defaultProject} and due_at is not null`.execute(database);
  await sql`update relay_request set due_at = todoke_now() where project_id = ${defaultProject} and due_at is not null`.execute(database);
}
