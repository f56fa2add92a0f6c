import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Says that the project's accounts have changed, with what the transaction changes; the next one waits for its end. */
export async function addAccountRevision(transaction: Database, projectId: string): Promise<void> {
  await sql`
    insert into account_revision as known (project_id, revision) values (${projectId}, 1)
    on conflict (project_id) do update set revision = known.revision + 1`.execute(transaction);
}

/** 0 for a project whose accounts have never changed. */
export async function readAccountRevision(database: Database, projectId: string): Promise<number> {
  const { rows } = await sql<{ revision: number }>`
    select revision::float8 as revision from account_revision where project_id = ${projectId}`.execute(database);
  return rows[0]?.revision ?? 0;
}
