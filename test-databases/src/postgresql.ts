import pg from "pg";

/** Where tests look for a PostgreSQL of their own: `TEST_DATABASE_URL`, or the usual place on this machine. */
export const postgresqlUrl = process.env["TEST_DATABASE_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

/** Whether one answers there. One that was asked for by name and is not there is a mistake, and thrown. */
export const isPostgresqlThere = await answers();

/** Runs one statement as its administrator. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresqlUrl, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function answers(): Promise<boolean> {
  try {
    await administer("select 1");
    return true;
  } catch (error) {
    if (process.env["TEST_DATABASE_URL"] !== undefined) throw error;
    process.stderr.write("PostgreSQL is skipped: none answers on 127.0.0.1:5432 and TEST_DATABASE_URL is not set\n");
    return false;
  }
}
