import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { NewTrigger, TriggerView } from "../../triggers/trigger-view.ts";
import { toTriggerView, triggerColumns, type TriggerRow } from "./trigger-row.ts";

/** A whole trigger, with every default chosen. */
export interface TriggerToWrite extends Pick<NewTrigger, "name" | "when" | "message"> {
  readonly account: string | undefined;
  readonly atMostEveryMs: number;
  readonly enabled: boolean;
}

const now = sql`(select todoke_now())`;

/** Undefined where the project has `most` of them already. */
export async function insertTrigger(database: Database, projectId: string, id: string, trigger: TriggerToWrite, most: number): Promise<TriggerView | undefined> {
  const { name, account, when, message, atMostEveryMs, enabled } = trigger;
  const { rows } = await sql<TriggerRow>`
    insert into message_trigger as t (project_id, id, name, account_id, condition, message, at_most_every_ms, enabled, created_at, updated_at)
    select ${projectId}, ${id}, ${name}, ${account ?? null}, ${JSON.stringify(when)}::jsonb, ${JSON.stringify(message)}::jsonb, ${atMostEveryMs},
      ${enabled}, ${now}, ${now}
    where (select count(*) from message_trigger where project_id = ${projectId}) < ${most}
    returning ${triggerColumns}`.execute(database);
  return rows[0] && toTriggerView(rows[0]);
}

/** Undefined where there is no such trigger. */
export async function updateTrigger(database: Database, projectId: string, id: string, trigger: TriggerToWrite): Promise<TriggerView | undefined> {
  const { name, account, when, message, atMostEveryMs, enabled } = trigger;
  const { rows } = await sql<TriggerRow>`
    update message_trigger t set name = ${name}, account_id = ${account ?? null}, condition = ${JSON.stringify(when)}::jsonb,
      message = ${JSON.stringify(message)}::jsonb, at_most_every_ms = ${atMostEveryMs}, enabled = ${enabled}, updated_at = ${now}
    where t.project_id = ${projectId} and t.id = ${id} returning ${triggerColumns}`.execute(database);
  return rows[0] && toTriggerView(rows[0]);
}

/** With all that it did. True where there was one. */
export async function deleteTrigger(database: Database, projectId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    with firings as (
      delete from trigger_firing where project_id = ${projectId} and trigger_id = ${id}
    ), turns as (
      delete from trigger_turn where project_id = ${projectId} and trigger_id = ${id}
    )
    delete from message_trigger where project_id = ${projectId} and id = ${id} returning id`.execute(database);
  return rows.length === 1;
}
