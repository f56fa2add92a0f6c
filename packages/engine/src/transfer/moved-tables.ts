import { sql } from "kysely";
import { monthTablePattern } from "../database/month-tables.ts";
import type { Database } from "../database/open-database.ts";

/** A table that moves, with that of all its months. */
export interface MovedTable {
  readonly name: string;
  /** The columns of its primary key, in the key's order. */
  readonly key: readonly string[];
  /** Every column with its type, in the table's order. */
  readonly columns: readonly string[];
}

/** What each database keeps of itself: its migrations, and where it was moved. */
const ownTables = ["migration", "migration_lock", "transfer", "transfer_progress"];

/**
 * Every table of the database's schema, whichever there are: those that others refer to first. What is left of a month that
 * was being dropped stays behind.
 */
export async function readMovedTables(database: Database): Promise<readonly MovedTable[]> {
  const { rows } = await sql<MovedTable>`
    select c.relname as name,
      array(
        select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality as k (number, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary order by k.place
      ) as key,
      array(
        select a.attname || ' ' || format_type(a.atttypid, a.atttypmod) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
      ) as columns
    from pg_class c
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname <> all(${ownTables}::text[]) and c.relname !~ ${monthTablePattern}
    order by exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'), c.relname`.execute(database);
  return rows;
}
