import { cpSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { emptyDatabase, migratedDatabase } from "./kept-databases.ts";

/**
 * Puts a database into a data folder of the engine's, with all tables of today's sources and no rows but those that its
 * migrations write. To be used wherever a test is about something else than an engine's very first start.
 */
export async function putEmbeddedDatabase(folder: string): Promise<void> {
  copyInto(folder, await migratedDatabase());
}

/** Puts a database without tables into a data folder of the engine's. */
export async function putEmptyEmbeddedDatabase(folder: string): Promise<void> {
  copyInto(folder, await emptyDatabase());
}

/** Runs one statement in the database of a data folder of the engine's that nobody has open. */
export async function administerEmbedded(folder: string, statement: string): Promise<void> {
  const pglite = new PGlite(join(folder, "database"));
  try {
    await pglite.exec(statement);
  } finally {
    await pglite.close();
  }
}

function copyInto(folder: string, database: string): void {
  cpSync(database, join(folder, "database"), { recursive: true });
}
