import { randomUUID } from "node:crypto";
import pg from "pg";

/** A database that flows are run on. */
export interface TestDatabase {
  readonly name: string;
  /** What the service's environment says of it: nothing for the embedded one. */
  readonly environment: Record<string, string>;
  readonly drop: () => Promise<void>;
}

const url = process.env["TEST_DATABASE_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const schema = `todoke_flows_${randomUUID().slice(0, 8)}`;

const embedded: TestDatabase = { name: "the embedded database", environment: {}, drop: () => Promise.resolve() };

const postgresql: TestDatabase = {
  name: "PostgreSQL",
  environment: { DATABASE_URL: url, DATABASE_SCHEMA: schema },
  drop: () => administer(`drop schema if exists ${schema} cascade`),
};

/** The embedded database always, and PostgreSQL where one answers, in a schema of its own. */
export const testDatabases: readonly TestDatabase[] = (await answers()) ? [embedded, postgresql] : [embedded];

async function answers(): Promise<boolean> {
  try {
    await administer("select 1");
    return true;
  } catch (error) {
    // One that was asked for by name and is not there is a mistake; one that merely is not there is a plain machine.
    if (process.env["TEST_DATABASE_URL"] !== undefined) throw error;
    process.stderr.write("PostgreSQL is skipped: none answers on 127.0.0.1:5432 and TEST_DATABASE_URL is not set\n");
    return false;
  }
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
