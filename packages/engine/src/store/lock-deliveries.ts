import type { DeliveryStatus } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { monthOf } from "../ids.ts";
import { defaultProject } from "../project.ts";

/** A delivery that nobody else can move until the transaction ends. */
export interface LockedDelivery {
  readonly messageId: string;
  readonly number: number;
  readonly status: DeliveryStatus;
  readonly step: number;
  readonly tries: number;
  readonly succeeded: boolean | null;
  readonly attemptIds: readonly string[];
}

export async function lockDeliveries(
  database: Database,
  messageId: string,
  numbers: readonly number[],
): Promise<readonly LockedDelivery[]> {
  const { rows } = await sql<{
    number: number;
    status: DeliveryStatus;
    step: number;
    tries: number;
    succeeded: boolean | null;
    attempt_ids: readonly string[] | null;
  }>`
    select number, status, step, tries, succeeded, attempt_ids from delivery
    where project_id = ${defaultProject} and message_id = ${messageId} and month = ${monthOf(messageId)}::date
      and number = any(${[...numbers]}::int[])
    order by number for update`.execute(database);
  return rows.map((row) => ({
    messageId,
    number: row.number,
    status: row.status,
    step: row.step,
    tries: row.tries,
    succeeded: row.succeeded,
    attemptIds: row.attempt_ids ?? [],
  }));
}
