import type { Correlation } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import { monthAt } from "../calendar-month.ts";
import type { Database } from "../database/open-database.ts";
import { defaultProject } from "../project.ts";
import { storableText } from "../storable-text.ts";
import { timeOfDayMs } from "../surroundings.ts";
import { attemptColumns, toStoredAttempt, type AttemptRow, type StoredAttempt } from "./attempt-row.ts";

/**
 * The attempt that a report is about, locked until the transaction ends. A report does not say when its message was taken
 * in: this month and the last are looked through before all that came earlier.
 */
export async function findAttempt(
  database: Database,
  accountId: string,
  correlation: Correlation,
): Promise<StoredAttempt | undefined> {
  const lately = monthAt(new Date(timeOfDayMs() - latelyMs));
  for (const months of [sql`a.month >= ${lately}::date`, sql`a.month < ${lately}::date`]) {
    for (const condition of conditions(correlation)) {
      const { rows } = await sql<AttemptRow>`
        select ${attemptColumns} from attempt a
        where a.project_id = ${defaultProject} and a.account_id = ${accountId} and ${months} and ${condition}
        for update`.execute(database);
      if (rows[0] !== undefined) return toStoredAttempt(rows[0]);
    }
  }
  return undefined;
}

/** 31 days: the start of last month at the furthest. */
const latelyMs = 31 * 86_400_000;

function conditions(correlation: Correlation): readonly RawBuilder<unknown>[] {
  const { attemptId, callbackToken, providerMessageId } = correlation;
  return [
    ...(attemptId === undefined ? [] : [sql`a.id = ${attemptId}::uuid`]),
    ...(callbackToken === undefined ? [] : [sql`a.callback_token = ${storableText(callbackToken)}`]),
    ...(providerMessageId === undefined ? [] : [sql`a.provider_message_ids[1] = ${storableText(providerMessageId)} and a.callback_token is not null`]),
  ];
}
