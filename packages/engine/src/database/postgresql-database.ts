import { ConfigurationError } from "@todoke/core";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import type { OpenDatabase } from "./open-database.ts";
import { PreparingClient } from "./preparing-client.ts";
import { OwnSchemaIntrospector } from "./own-schema-introspector.ts";

class OwnSchemaDialect extends PostgresDialect {
  override createIntrospector(connection: Kysely<unknown>): OwnSchemaIntrospector {
    return new OwnSchemaIntrospector(connection);
  }
}

/** Opens a pool on PostgreSQL and makes sure that the schema exists. */
export async function openPostgresqlDatabase(
  url: string,
  schema: string,
  maxConnections: number,
  onError: (error: Error) => void,
): Promise<OpenDatabase> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new ConfigurationError("schema", "must be a lower-case PostgreSQL name");
  }
  // Compiling a statement takes longer than any of ours runs, and the planner takes some for large where they find nothing.
  const pool = new pg.Pool({ Client: PreparingClient, connectionString: url, max: maxConnections, options: `-c search_path=${schema} -c jit=off` });
  // A connection may be lost at any time, between two statements of a transaction too: without a listener of its own that
  // would end the process. The pool says it a second time of those that were idle.
  pool.on("connect", (client) => client.on("error", onError)).on("error", () => {});
  try {
    await createSchema(pool, schema);
  } catch (cause) {
    await pool.end();
    // PostgreSQL and its driver name neither passwords nor rows here.
    const reason = cause instanceof Error ? `: ${cause.message}` : "";
    const error = new ConfigurationError("DATABASE_URL", `PostgreSQL did not accept the connection${reason}`);
    error.cause = cause;
    throw error;
  }
  const connection = new Kysely<unknown>({ dialect: new OwnSchemaDialect({ pool }) });
  return { connection, soleProcess: false, close: () => connection.destroy() };
}

/** "If not exists" does not see what another process, started at the same time, has not committed yet: it fails when that is. */
async function createSchema(pool: pg.Pool, schema: string): Promise<void> {
  try {
    await pool.query(`create schema if not exists ${schema}`);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === uniqueViolation)) throw error;
  }
}

const uniqueViolation = "23505";
