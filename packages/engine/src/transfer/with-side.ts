import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigurationError } from "@todoke/core";
import { sql, type Kysely } from "kysely";
import { openDatabase, type DatabaseSettings } from "../database/open-database.ts";
import { nameDatabase } from "./name-database.ts";

/** One of the two databases of a move, open. */
export interface Side {
  /** One connection, which writes values as any other reads them, however its server is set. */
  readonly session: Kysely<unknown>;
  /** For people, without secrets. */
  readonly name: string;
  /** Nobody else can be using it. */
  readonly isAlone: boolean;
}

/** Opens a database for as long as `work` takes. Throws `ConfigurationError` where somebody else is moving it. */
export async function withSide<Result>(settings: DatabaseSettings, work: (side: Side) => Promise<Result>): Promise<Result> {
  const name = nameDatabase(settings);
  // Whatever uses a connection that was lost meets the error itself.
  const database = await openDatabase(settings, () => {});
  try {
    return await database.connection.connection().execute(async (session) => {
      await lock(session, name);
      await sql`select set_config(name, value, false) from (values
        ('datestyle', 'ISO, YMD'), ('timezone', 'UTC'), ('bytea_output', 'hex'), ('extra_float_digits', '1')
      ) as setting (name, value)`.execute(session);
      return await work({ session, name, isAlone: database.soleProcess });
    });
  } finally {
    await database.close();
  }
}

/** Ends with the connection. */
async function lock(session: Kysely<unknown>, name: string): Promise<void> {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_lock(hashtextextended(current_schema() || '.todoke_move', 0)) as locked`.execute(session);
  if (!rows[0]!.locked) throw new ConfigurationError("database", `somebody else is moving ${name} at this moment`);
}

/** Opening an embedded database that is not there would make it. */
export function refuseMissing(settings: DatabaseSettings): void {
  if (settings.kind === "postgresql" || existsSync(join(settings.folder, "database"))) return;
  throw new ConfigurationError("database", `there is none in ${nameDatabase(settings)}`);
}
