import type { Kysely } from "kysely";
import { onTestFinished } from "vitest";
import { createEngine } from "../create-engine.ts";
import { openDatabase, type DatabaseSettings } from "../database/open-database.ts";
import type { Engine } from "../engine.ts";
import { withSide } from "../transfer/with-side.ts";
import { digestTables } from "./odd-rows.ts";
import type { TestDatabase } from "./test-databases.ts";

/** One that is gone when the test has ended. */
export async function create(database: TestDatabase): Promise<DatabaseSettings> {
  const created = await database.create();
  onTestFinished(() => created.drop());
  return created.settings;
}

export async function inside<Result>(settings: DatabaseSettings, work: (connection: Kysely<unknown>) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(settings, () => {});
  try {
    return await work(database.connection);
  } finally {
    await database.close();
  }
}

/** A line for each table: how many rows it has and what they hold. */
export function digest(settings: DatabaseSettings): Promise<readonly string[]> {
  return withSide(settings, ({ session }) => digestTables(session));
}

/** Opens an engine on it, without an account. */
export function start(database: DatabaseSettings): Promise<Engine> {
  return createEngine({ database, accounts: [] });
}
