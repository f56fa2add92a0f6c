import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { HistoryEntry } from "../../delivery-change.ts";
import { monthOf } from "../../ids.ts";

/** What happened to these deliveries of a message so far, by number. */
export async function readHistories(
  database: Database,
  projectId: string,
  messageId: string,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly HistoryEntry[]>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await sql<{ number: number; history: readonly HistoryEntry[] }>`
    select number, history from delivery
    where project_id = ${projectId} and message_id = ${messageId} and month = ${monthOf(messageId)}::date
      and number = any(${[...numbers]}::int[]) and history is not null`.execute(database);
  return new Map(rows.map(({ number, history }) => [number, history]));
}
