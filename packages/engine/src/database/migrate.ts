import { sql, type Kysely } from "kysely";
import { Migrator, type Migration } from "kysely/migration";
import { firstMigration } from "./migrations/0001-first.ts";

/** In order. A migration that has been released is never changed: version N and N-1 run side by side. */
const migrations: Readonly<Record<string, Migration>> = {
  "0001-first": firstMigration,
};

/** Runs what is missing, in one transaction, while other starting processes wait. */
export async function migrate(connection: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(connection);
  const migrator = new Migrator({
    db: connection,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    // Named outright: without it a table of the same name in anybody's schema passes for ours.
    migrationTableSchema: rows[0]!.schema,
    migrationTableName: "migration",
    migrationLockTableName: "migration_lock",
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
