import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { administer, isPostgresqlThere, postgresqlUrl, putEmbeddedDatabase } from "@todoke/test-databases";
import type { DatabaseSettings } from "../database/open-database.ts";

/** A kind of database that behaviour is tested on. */
export interface TestDatabase {
  readonly name: string;
  readonly kind: DatabaseSettings["kind"];
  /** One without rows, of the caller's own. */
  create(): Promise<CreatedDatabase>;
}

export interface CreatedDatabase {
  readonly settings: DatabaseSettings;
  drop(): Promise<void>;
}

const embedded: TestDatabase = {
  name: "embedded",
  kind: "embedded",
  async create() {
    const folder = mkdtempSync(join(tmpdir(), "todoke-test-"));
    await putEmbeddedDatabase(folder);
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
export const testDatabases: readonly TestDatabase[] = isPostgresqlThere ? [embedded, postgresql] : [embedded];

/** For behaviour that takes several processes. Empty where no PostgreSQL answers. */
export const sharedTestDatabases = testDatabases.filter(({ kind }) => kind === "postgresql");

/**
 * PostgreSQL where one answers, else the embedded one: for behaviour that is the same statements and the same decisions on both. Where
 * there is no PostgreSQL all of it is tested on the embedded database.
 */
export const oneTestDatabase = testDatabases.slice(-1);
