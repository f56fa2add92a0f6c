import { existsSync } from "node:fs";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";

/** Reads the service's database from outside, while the service is dead or done. */
export interface DatabaseEvidence {
  query<Row>(text: string): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export async function openEvidence(dataFolder: string, databaseUrl: string | undefined): Promise<DatabaseEvidence> {
  if (databaseUrl === undefined) {
    const folder = join(dataFolder, "database");
    if (!existsSync(folder)) throw new Error("there is no database yet");
    const database = new PGlite(folder);
    await database.waitReady;
    return {
      async query<Row>(text: string) {
        return (await database.query<Row>(text)).rows;
      },
      close: () => database.close(),
    };
  }
  const client = new pg.Client({ connectionString: databaseUrl, options: "-c search_path=todoke" });
  await client.connect();
  return {
    async query<Row>(text: string) {
      return (await client.query(text)).rows as Row[];
    },
    close: () => client.end(),
  };
}

/** Intents that were committed and have no outcome: what a kill in the middle of sending must leave behind. */
export async function countOpenIntents(evidence: DatabaseEvidence): Promise<number> {
  const [row] = await evidence.query<{ count: number }>(
    "select count(*)::int as count from attempt where evidence = 'sending'",
  );
  return row!.count;
}
