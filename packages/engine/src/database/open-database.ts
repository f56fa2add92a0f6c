import type { Kysely, Transaction } from "kysely";
import { openEmbeddedDatabase } from "./embedded-database.ts";
import { migrate } from "./migrate.ts";
import { openPostgresqlDatabase } from "./postgresql-database.ts";

/** Which database to use. */
export type DatabaseSettings =
  /** PGlite in a folder of its own, for one process. */
  | { readonly kind: "embedded"; readonly folder: string }
  /** PostgreSQL 15 or later, for any number of processes. `schema` defaults to `todoke`. */
  | { readonly kind: "postgresql"; readonly url: string; readonly schema?: string; readonly maxConnections?: number };

export const defaultSchema = "todoke";

/** A connection or a transaction: what one operation runs on. */
export type Database = Kysely<unknown> | Transaction<unknown>;

/** A database with its schema in place. */
export interface OpenDatabase {
  readonly connection: Kysely<unknown>;
  /** No other process can be using it: whatever is found claimed belongs to a process that died. */
  readonly soleProcess: boolean;
  close(): Promise<void>;
}

/** Opens the database and brings its schema up to date. */
export async function openDatabase(
  settings: DatabaseSettings,
  onError: (error: Error) => void,
): Promise<OpenDatabase> {
  const database =
    settings.kind === "embedded"
      ? await openEmbeddedDatabase(settings.folder)
      : await openPostgresqlDatabase(
          settings.url,
          settings.schema ?? defaultSchema,
          settings.maxConnections ?? 8,
          onError,
        );
  try {
    await migrate(database.connection);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
