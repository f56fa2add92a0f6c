import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Since when accounts are paused, by their ids. */
export async function readAccountPauses(database: Database, projectId: string): Promise<ReadonlyMap<string, Date>> {
  const { rows } = await sql<{ account_id: string; paused_at: Date }>`
    select account_id, paused_at from account_pause where project_id = ${projectId}`.execute(database);
  return new Map(rows.map(({ account_id, paused_at }) => [account_id, paused_at]));
}

/** Gives whether it was not paused before. */
export async function insertAccountPause(database: Database, projectId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    insert into account_pause (project_id, account_id, paused_at) values (${projectId}, ${accountId}, (select todoke_now()))
    on conflict (project_id, account_id) do nothing returning account_id`.execute(database);
  return rows.length > 0;
}

/** Gives whether it was paused before. */
export async function deleteAccountPause(database: Database, projectId: string, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from account_pause where project_id = ${projectId} and account_id = ${accountId} returning account_id`.execute(database);
  return rows.length > 0;
}
