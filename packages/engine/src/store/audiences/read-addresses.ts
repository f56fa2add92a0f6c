import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** Addresses of one kind in a list, each once. */
export async function countDistinct(database: Database, projectId: string, audienceId: string, kind: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct address)::int as count from audience_address
    where project_id = ${projectId} and audience_id = ${audienceId} and kind = ${kind}`.execute(database);
  return rows[0]!.count;
}

/** At most `limit` of them that come after `after`, in order. */
export async function readAddresses(
  database: Database,
  projectId: string,
  audienceId: string,
  kind: string,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct address from audience_address
    where project_id = ${projectId} and audience_id = ${audienceId} and kind = ${kind} and address > ${after}
    order by address limit ${limit}`.execute(database);
  return rows.map(({ address }) => address);
}
