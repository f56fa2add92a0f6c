import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** The database's present moment: the one clock for every decision that processes share. */
export async function readClock(database: Database): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select todoke_now() as now`.execute(database);
  return rows[0]!.now;
}
