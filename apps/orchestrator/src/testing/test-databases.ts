import { randomUUID } from "node:crypto";
import { administer, isPostgresqlThere, postgresqlUrl } from "@todoke/test-databases";

/** A database that flows are run on. */
export interface TestDatabase {
  readonly name: string;
  /** What the service's environment says of it: nothing for the embedded one. */
  readonly environment: Record<string, string>;
  readonly drop: () => Promise<void>;
}

const schema = `todoke_flows_${randomUUID().slice(0, 8)}`;

const embedded: TestDatabase = { name: "the embedded database", environment: {}, drop: () => Promise.resolve() };

const postgresql: TestDatabase = {
  name: "PostgreSQL",
  environment: { DATABASE_URL: postgresqlUrl, DATABASE_SCHEMA: schema },
  drop: () => administer(`drop schema if exists ${schema} cascade`),
};

/** The embedded database always, and PostgreSQL where one answers, in a schema of its own. */
export const testDatabases: readonly TestDatabase[] = isPostgresqlThere ? [embedded, postgresql] : [embedded];

/**
 * PostgreSQL where one answers, else the embedded one: for flows that ask nothing of a database that the engine's own tests,
 * on both kinds, do not.
 */
export const oneTestDatabase = testDatabases.slice(-1);
