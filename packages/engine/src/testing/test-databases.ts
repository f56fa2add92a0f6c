import { createHash, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openEmbeddedDatabase } from "../database/embedded-database.ts";
import type { DatabaseSettings } from "../database/open-database.ts";

/** A kind of database that behaviour is tested on. */
export interface TestDatabase {
  readonly name: string;
  readonly kind: DatabaseSettings["kind"];
  /** An empty one, of the caller's own. */
  create(): Promise<CreatedDatabase>;
}

export interface CreatedDatabase {
  readonly settings: DatabaseSettings;
  drop(): Promise<void>;
}

const postgresqlUrl = process.env["TEST_DATABASE_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";

const embedded: TestDatabase = {
  name: "embedded",
  kind: "embedded",
  async create() {
    const folder = mkdtempSync(join(tmpdir(), "todoke-test-"));
    cpSync(await emptyDatabase(), join(folder, "database"), { recursive: true });
    return {
      settings: { kind: "embedded", folder },
      drop: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
    };
  },
};

const postgresql: TestDatabase = {
  name: "PostgreSQL",
  kind: "postgresql",
  create() {
    const schema = `todoke_test_${randomUUID().replaceAll("-", "")}`;
    return Promise.resolve({
      settings: { kind: "postgresql", url: postgresqlUrl, schema },
      drop: () => administer(`drop schema if exists ${schema} cascade`),
    });
  },
};

/** The embedded database always; PostgreSQL where one answers. */
export const testDatabases: readonly TestDatabase[] = (await answers()) ? [embedded, postgresql] : [embedded];

/** For behaviour that takes several processes. Empty where no PostgreSQL answers. */
export const sharedTestDatabases = testDatabases.filter(({ kind }) => kind === "postgresql");

/**
 * A database without tables, to be copied: making one takes seconds of processor time, copying it a tenth of one. Kept
 * between runs for as long as the same PGlite makes it.
 */
async function emptyDatabase(): Promise<string> {
  const maker = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const kept = join(tmpdir(), `todoke-empty-database-${createHash("sha256").update(maker).digest("hex").slice(0, 16)}`);
  if (existsSync(kept)) return kept;
  const folder = mkdtempSync(join(tmpdir(), "todoke-empty-"));
  await (await openEmbeddedDatabase(folder)).close();
  try {
    renameSync(join(folder, "database"), kept);
  } catch (error) {
    if (!existsSync(kept)) throw error;
  }
  rmSync(folder, { recursive: true, force: true });
  return kept;
}

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
  const client = new pg.Client({ connectionString: postgresqlUrl, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
