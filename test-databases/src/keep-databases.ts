import { migratedDatabase } from "./kept-databases.ts";

/** Before a test run, in one process: else every worker of the first run would make the same databases at the same time. */
export async function setup(): Promise<void> {
  await migratedDatabase();
}
