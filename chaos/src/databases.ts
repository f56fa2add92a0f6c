import { administer, isPostgresqlThere, postgresqlUrl } from "@todoke/test-databases";

/** A kind of database that the service runs on. */
export interface ChaosDatabase {
  readonly name: string;
  createDatabase(): Promise<{ readonly url: string | undefined; drop(): Promise<void> }>;
}

let created = 0;

const embedded: ChaosDatabase = {
  name: "the embedded database",
  createDatabase: () => Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
};

const postgresql: ChaosDatabase = {
  name: "PostgreSQL",
  async createDatabase() {
    created += 1;
    const name = `todoke_chaos_${process.pid}_${created}`;
    await administer(`drop database if exists ${name} with (force)`);
    await administer(`create database ${name}`);
    const url = new URL(postgresqlUrl);
    url.pathname = `/${name}`;
    return { url: url.toString(), drop: () => administer(`drop database if exists ${name} with (force)`) };
  },
};

/** Those that several processes can share: PostgreSQL where one answers, in a database of its own. */
export const sharedDatabases: readonly ChaosDatabase[] = isPostgresqlThere ? [postgresql] : [];

/** The embedded database always, and those that can be shared. */
export const databases: readonly ChaosDatabase[] = [embedded, ...sharedDatabases];
