import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { MovedTable } from "./moved-tables.ts";

/**
 * Keeps everybody from writing into the tables, from the end of the transaction on; whoever writes at this moment is waited
 * for. They can be read as before.
 */
export async function freeze(transaction: Database, tables: readonly MovedTable[]): Promise<void> {
  for (const { name } of tables) {
    await sql`create trigger todoke_moved_away before insert or update or delete or truncate on ${sql.table(name)}
      for each statement execute function todoke_refuse_write()`.execute(transaction);
  }
}

/** Undoes it. */
export async function thaw(transaction: Database, tables: readonly MovedTable[]): Promise<void> {
  for (const { name } of tables) await sql`drop trigger todoke_moved_away on ${sql.table(name)}`.execute(transaction);
}
