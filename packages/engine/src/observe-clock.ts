import type { Database } from "./database/open-database.ts";
import type { SharedClock } from "./shared-clock.ts";
import { readClock } from "./store/read-clock.ts";
import { monotonicMs } from "./surroundings.ts";

/** Sets the clock by the database's. */
export async function observeClock(clock: SharedClock, database: Database): Promise<number> {
  const askedAt = monotonicMs();
  const now = await readClock(database);
  clock.observe(now, monotonicMs() - askedAt);
  return 0;
}
