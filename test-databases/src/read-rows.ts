import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { postgresqlUrl } from "./postgresql.ts";

/** Where the rows of a service are: in a schema of PostgreSQL, or in its data folder while no process uses that. */
export type PlaceOfRows = { readonly schema: string } | { readonly dataFolder: string };

/** Reads from outside of the service what one statement finds. */
export async function readRows<Row extends object>(place: PlaceOfRows, statement: string): Promise<readonly Row[]> {
  return "schema" in place ? readSchema<Row>(place.schema, statement) : readFolder<Row>(place.dataFolder, statement);
}

async function readSchema<Row extends object>(schema: string, statement: string): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: postgresqlUrl, options: `-c search_path=${schema}` });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function readFolder<Row extends object>(dataFolder: string, statement: string): Promise<readonly Row[]> {
  const database = new PGlite(join(dataFolder, "database"));
  try {
    return (await database.query<Row>(statement)).rows;
  } finally {
    await database.close();
  }
}
