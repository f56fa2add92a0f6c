import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { lockFolder } from "./folder-lock.ts";
import type { OpenDatabase } from "./open-database.ts";

/**
 * Opens PGlite in `folder`, which it locks first. A database is initialised beside its place and moved there only when
 * complete: a process that dies during the very first start leaves nothing that the next one could mistake for data.
 */
export async function openEmbeddedDatabase(folder: string): Promise<OpenDatabase> {
  const lock = lockFolder(folder);
  try {
    const database = join(folder, "database");
    if (!existsSync(database)) await initialise(database);
    const pglite = new PGlite(database);
    await pglite.waitReady;
    const connection = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite }) });
    return {
      connection,
      soleProcess: true,
      async close() {
        await connection.destroy();
        if (!pglite.closed) await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function initialise(database: string): Promise<void> {
  const unfinished = `${database}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const pglite = new PGlite(unfinished);
  await pglite.waitReady;
  await pglite.close();
  renameSync(unfinished, database);
}
