import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

/** Where the rows are: the data folder of a service that is not running, or a schema of PostgreSQL. */
export type PlaceOfRows = { readonly dataFolder: string } | { readonly url: string; readonly schema?: string };

/** Reads rows from outside of the service. */
export interface Rows {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface OpenRows extends Rows {
  close(): Promise<void>;
}

/** The schema that a service uses when nobody says otherwise. */
const usualSchema = "todoke";

/** Throws where there is no database, or where somebody has it open that it must not be shared with. */
export async function openRows(place: PlaceOfRows): Promise<OpenRows> {
  return "url" in place ? openSchema(place.url, place.schema ?? usualSchema) : openFolder(place.dataFolder);
}

/** Shows the rows of one moment, however long they are read while others go on writing. */
async function openSchema(url: string, schema: string): Promise<OpenRows> {
  const client = new pg.Client({ connectionString: url, options: `-c search_path=${schema}` });
  await client.connect();
  await client.query("begin isolation level repeatable read read only");
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      return (await client.query<Row>(text, [...values])).rows;
    },
    close: () => client.end(),
  };
}

async function openFolder(dataFolder: string): Promise<OpenRows> {
  const folder = join(dataFolder, "database");
  if (!existsSync(folder)) throw new Error(`${dataFolder} holds no database`);
  const lock = lockFolder(dataFolder);
  const database = new PGlite(folder);
  await database.waitReady;
  return {
    async query<Row extends object>(text: string, values: readonly unknown[] = []) {
      return (await database.query<Row>(text, [...values])).rows;
    },
    async close() {
      await database.close();
      lock.close();
    },
  };
}

/** Two processes on one embedded database destroy it: the service holds this lock while it runs. */
function lockFolder(dataFolder: string): DatabaseSync {
  const lock = new DatabaseSync(join(dataFolder, "lock"));
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE");
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch {
    lock.close();
    throw new Error(`${dataFolder} is in use: an embedded database can only be read when its service has stopped`);
  }
}
