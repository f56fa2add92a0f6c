import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Which turns are wanted. */
export interface TurnRequest {
  readonly accountId: string;
  readonly endpoint: string;
  readonly count: number;
  /** Turns further ahead than this are not given, in milliseconds. */
  readonly horizonMs: number;
  /** Nor are turns nearer than this, in milliseconds: nobody would be ready for them. */
  readonly leadMs: number;
}

/** Turns that nobody else has. Moments are on the database's clock, in milliseconds since 1970. */
export interface TakenTurns {
  readonly count: number;
  /** When the first one is. */
  readonly firstAt: number;
  /** From one to the next, in milliseconds. */
  readonly apartMs: number;
  /** When the first turn is that nobody has taken yet. */
  readonly nextAt: number;
}

/** The lane's row exists from here on. */
export async function openLane(database: Database, projectId: string, accountId: string, endpoint: string): Promise<void> {
  await sql`insert into lane (project_id, account_id, endpoint) values (${projectId}, ${accountId}, ${endpoint})
    on conflict do nothing`.execute(database);
}

/** The row of a lane called `l`. */
export function isLane(projectId: string, accountId: string, endpoint: string): RawBuilder<boolean> {
  return sql<boolean>`l.project_id = ${projectId} and l.account_id = ${accountId} and l.endpoint = ${endpoint}`;
}

/** What part of its full rate the lane called `l` has at the moment `now`: after a refusal it recovers 2 % a second. */
export const currentShare: RawBuilder<number> = sql<number>`least(1, l.share + 0.02 *
  least(100, extract(epoch from now - greatest(l.slowed_at, now - interval '1 hour'))))`;
