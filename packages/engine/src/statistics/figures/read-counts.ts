import { sql, type Kysely } from "kysely";
import { countAttempts, countCosts, type CountedAttempts, type CountedCost } from "../../store/statistics/count-attempts.ts";
import type { GroupKey } from "../../store/statistics/asked-statistics.ts";
import { findLookedUp } from "../../store/statistics/attempts-of-message.ts";
import { countDeliveries } from "../../store/statistics/count-deliveries.ts";
import { countEngagement } from "../../store/statistics/count-engagement.ts";
import type { DeliveryFigures, EngagementFigures } from "./project-statistics.ts";
import type { StatisticsRequest } from "./statistics-request.ts";
import { TooMuchToCountError } from "./too-much-to-count.ts";

/** What the database counted, all of it at one moment. */
export interface Counts {
  readonly deliveries: readonly (GroupKey & DeliveryFigures)[];
  readonly attempts: readonly (GroupKey & CountedAttempts)[];
  readonly engagement: readonly (GroupKey & EngagementFigures)[];
  readonly costs: readonly (GroupKey & CountedCost)[];
}

/** Throws `TooMuchToCountError` where there are too many groups, or a statement takes longer than `timeoutMs`. */
export async function readCounts(connection: Kysely<unknown>, projectId: string, request: StatisticsRequest, timeoutMs: number): Promise<Counts> {
  try {
    return await connection.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(async (transaction) => {
      await sql`select set_config('statement_timeout', ${String(timeoutMs)}, true)`.execute(transaction);
      const asked = await findLookedUp(transaction, projectId, request);
      const byAcceptance = request.clock === "acceptance";
      const deliveries = byAcceptance ? await countDeliveries(transaction, projectId, asked, mostGroups) : [];
      const attempts = await countAttempts(transaction, projectId, asked, mostGroups);
      const engagement = byAcceptance ? await countEngagement(transaction, projectId, request, mostGroups) : [];
      const costs = await countCosts(transaction, projectId, asked, mostGroups);
      if ([deliveries, attempts, engagement, costs].some(({ length }) => length === mostGroups)) throw new TooMuchToCountError("there are too many groups");
      return { deliveries, attempts, engagement, costs };
    });
  } catch (error) {
    if (isTimedOut(error)) throw new TooMuchToCountError(`counting takes longer than ${timeoutMs / 1000} s`);
    throw error;
  }
}

/** Before groups of the database become those that were asked for: its quarters of hours become days. */
const mostGroups = 100_000;

/** "query_canceled" (PostgreSQL's error codes, class 57). */
function isTimedOut(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "57014";
}
