import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { StoredAttempt } from "./attempt-row.ts";

/** Whether another attempt of the account accounts for this message of the provider's. */
export async function isTaken(
  database: Database,
  projectId: string,
  attempt: StoredAttempt,
  providerMessageId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from attempt
    where project_id = ${projectId} and account_id = ${attempt.accountId}
      and callback_token is not null and provider_message_ids[1] = ${providerMessageId} and id <> ${attempt.id} limit 1`.execute(database);
  return rows.length > 0;
}

/**
 * Whether the same bytes may have gone to the same person by another attempt of about the same time that has no answer
 * either. Then a message found at the provider could be either one's, and proves nothing until one of them is settled.
 */
export async function hasUnsettledTwin(database: Database, projectId: string, attempt: StoredAttempt): Promise<boolean> {
  const { rows } = await sql`
    select 1 from attempt
    where project_id = ${projectId} and evidence in ('sending', 'unknown')
      and started_at between ${attempt.startedAt}::timestamptz - interval '1 hour'
        and ${attempt.startedAt}::timestamptz + interval '1 hour'
      and account_id = ${attempt.accountId} and payload_hash = ${attempt.payloadHash}
      and addresses = ${[...attempt.addresses]}::text[] and id <> ${attempt.id} limit 1`.execute(database);
  return rows.length > 0;
}
