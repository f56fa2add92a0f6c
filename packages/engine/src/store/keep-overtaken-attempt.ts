import type { AttemptEvidence } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import { monthOf } from "../ids.ts";
import { markDuplicateContact } from "./correct-delivery.ts";

/** What the attempt would have meant for its delivery. */
export type OvertakenChange = Pick<DeliveryChange, "messageId" | "number" | "attemptId" | "history" | "step" | "succeeded" | "channel" | "evidence" | "at">;

/**
 * Keeps the attempt of a change that came too late: an earlier step succeeded while the call was under way and closed
 * the delivery. The call still belongs to its record, and its success is a duplicate contact: true when it is one.
 */
export async function keepOvertakenAttempt(database: Database, projectId: string, change: OvertakenChange): Promise<boolean> {
  // What the change would have led to did not happen.
  const history = change.history.filter(({ type }) => type !== "switched");
  const { rows } = await sql<{ step: number }>`
    update delivery set attempt_ids = coalesce(attempt_ids, '{}') || ${change.attemptId}::uuid,
      history = coalesce(history, '[]') || ${JSON.stringify(history)}::jsonb
    where project_id = ${projectId} and message_id = ${change.messageId} and number = ${change.number}
      and month = ${monthOf(change.messageId)}::date and status = 'final'
      and not ${change.attemptId}::uuid = any(coalesce(attempt_ids, '{}'))
    returning step`.execute(database);
  const closedBy = rows[0]?.step;
  if (change.succeeded !== true || closedBy === undefined || closedBy === change.step) return false;
  return markDuplicateContact(database, projectId, { ...change, evidence: (change.evidence ?? "accepted") as AttemptEvidence });
}
