import { isPostgresqlInstalled, startCluster } from "./cluster/cluster.ts";

/** A kind of database that the service runs on. */
export interface ChaosDatabase {
  readonly name: string;
  /** One that nothing else uses. */
  createDatabase(): Promise<{ readonly url: string | undefined; drop(): Promise<void> }>;
}

const embedded: ChaosDatabase = {
  name: "the embedded database",
  createDatabase: () => Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
};

const postgresql: ChaosDatabase = {
  name: "PostgreSQL",
  async createDatabase() {
    const cluster = await startCluster();
    return { url: cluster.url, drop: () => cluster.close() };
  },
};

/** Those that several processes can share: a PostgreSQL of our own, where it is installed. */
export const sharedDatabases: readonly ChaosDatabase[] = isPostgresqlInstalled ? [postgresql] : [];

/** The embedded database always, and those that can be shared. */
export const databases: readonly ChaosDatabase[] = [embedded, ...sharedDatabases];
