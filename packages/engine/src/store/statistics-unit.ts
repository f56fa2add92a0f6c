import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** A provider's month of one account. */
export interface UnitMonth {
  readonly accountId: string;
  readonly month: string;
}

/** How many names we have used, and whether this one is among them. */
export async function readUnitNames(
  database: Database,
  projectId: string,
  { accountId, month }: UnitMonth,
  name: string | undefined,
): Promise<{ readonly used: number; readonly isUsed: boolean }> {
  const { rows } = await sql<{ used: number; is_used: boolean }>`
    select count(*)::int as used, coalesce(bool_or(name = ${name ?? null}::text), false) as is_used from statistics_unit
    where project_id = ${projectId} and account_id = ${accountId} and month = ${month}`.execute(database);
  return { used: rows[0]!.used, isUsed: rows[0]!.is_used };
}

/** Counts a name as used. */
export async function writeUnitName(database: Database, projectId: string, { accountId, month }: UnitMonth, name: string): Promise<void> {
  await sql`
    insert into statistics_unit (project_id, account_id, month, name)
    values (${projectId}, ${accountId}, ${month}, ${name})
    on conflict do nothing`.execute(database);
}
