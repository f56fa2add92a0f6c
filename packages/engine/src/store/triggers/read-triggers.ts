import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { parseTriggerId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { TriggerCondition, TriggerMessage, TriggerView } from "../../triggers/trigger-view.ts";
import { toTriggerView, triggerColumns, type TriggerRow } from "./trigger-row.ts";

/** A trigger as events are held against it. */
export interface EnabledTrigger {
  readonly id: string;
  /** Undefined: all. */
  readonly account: string | undefined;
  readonly when: TriggerCondition;
  readonly message: TriggerMessage;
}

/** In the order in which they were made. */
export async function readEnabledTriggers(database: Database, projectId: string): Promise<readonly EnabledTrigger[]> {
  const rows = await select(database, projectId, sql`t.enabled order by t.id`);
  return rows.map(({ id, account_id: account, condition: when, message }) => ({ id, account: account ?? undefined, when, message }));
}

/** Newest first. */
export async function readTriggers(database: Database, projectId: string, { cursor, limit }: PageRequest): Promise<Page<TriggerView>> {
  const before = cursor === undefined ? undefined : parseTriggerId(cursor);
  const condition = before === undefined ? sql`true` : sql`t.id < ${before}`;
  const items = (await select(database, projectId, sql`${condition} order by t.id desc limit ${limit + 1}`)).map(toTriggerView);
  return items.length <= limit ? { items } : { items: items.slice(0, limit), nextCursor: items[limit - 1]!.id };
}

export async function readTrigger(database: Database, projectId: string, id: string): Promise<TriggerView | undefined> {
  const [row] = await select(database, projectId, sql`t.id = ${id}`);
  return row && toTriggerView(row);
}

async function select(database: Database, projectId: string, condition: RawBuilder<unknown>): Promise<readonly TriggerRow[]> {
  const { rows } = await sql<TriggerRow>`select ${triggerColumns} from message_trigger t where t.project_id = ${projectId} and ${condition}`.execute(database);
  return rows;
}
