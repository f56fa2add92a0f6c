import type { MessageStatus } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Where messages stand at this moment, by id. */
export async function readMessageStatuses(
  database: Database,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MessageStatus>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; status: MessageStatus }>`
    select id, status from message where project_id = ${projectId} and id = any(${[...ids]}::uuid[])`.execute(database);
  return new Map(rows.map(({ id, status }) => [id, status]));
}
