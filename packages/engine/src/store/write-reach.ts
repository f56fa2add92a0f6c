import type { AudienceProgress } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";

/** Keeps the provider's own count of an audience send beside the message; it is never added to our counts. */
export async function writeReach(
  database: Database,
  projectId: string,
  messageId: string,
  { phase, target, success, failure }: AudienceProgress,
  now: Date,
): Promise<void> {
  const reach = { phase, target, success, failure, observedAt: now.toISOString() };
  await sql`
    update message set reach = ${JSON.stringify(reach)}::jsonb
    where project_id = ${projectId} and id = ${messageId}`.execute(database);
}
