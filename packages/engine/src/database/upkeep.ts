import { sql, type Kysely } from "kysely";

/**
 * What PostgreSQL's autovacuum does, for the embedded database, which has none: clears away dead rows and renews the
 * statistics that plans are made by, where enough has changed. The thresholds are PostgreSQL's shares of a table's rows
 * over a base that keeps small tables quiet. Gives how many tables it worked on.
 */
export async function keepUp(connection: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where n_dead_tup > ${baseRows} + 0.2 * n_live_tup or n_mod_since_analyze > ${baseRows} + 0.1 * n_live_tup
    order by relname`.execute(connection);
  for (const { name } of rows) await sql`vacuum (analyze) ${sql.table(name)}`.execute(connection);
  return rows.length;
}

/** How often to look, in milliseconds. */
export const upkeepIntervalMs = 5_000;

const baseRows = 500;
