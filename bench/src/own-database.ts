import { randomBytes } from "node:crypto";
import pg from "pg";

const connectLimitMs = 3_000;

/** A database of our own on somebody's PostgreSQL server, dropped when it is disposed of. */
export interface OwnDatabase extends AsyncDisposable {
  readonly url: string;
}

export async function createOwnDatabase(serverUrl: string): Promise<OwnDatabase> {
  const name = `todoke_bench_${process.pid}_${randomBytes(4).toString("hex")}`;
  await execute(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, [Symbol.asyncDispose]: () => execute(serverUrl, `drop database ${name} with (force)`) };
}

/** The server's version, or undefined when none answers there. */
export async function findPostgresql(serverUrl: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: connectLimitMs });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("show server_version");
    return rows[0]?.server_version;
  } catch {
    return undefined;
  } finally {
    await client.end();
  }
}

async function execute(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end();
  }
}
