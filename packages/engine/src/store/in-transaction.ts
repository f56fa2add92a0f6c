import { Transaction } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Runs work in the transaction that there is, else in one of its own. */
export function inTransaction<Result>(
  database: Database,
  work: (transaction: Transaction<unknown>) => Promise<Result>,
): Promise<Result> {
  return database instanceof Transaction ? work(database) : database.transaction().execute(work);
}
