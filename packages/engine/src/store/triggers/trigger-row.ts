import { sql } from "kysely";
import { formatDuration } from "../../durations.ts";
import { formatTriggerId } from "../../ids.ts";
import type { TriggerCondition, TriggerMessage, TriggerView } from "../../triggers/trigger-view.ts";

/** A trigger as it is read. */
export interface TriggerRow {
  readonly id: string;
  readonly name: string;
  readonly account_id: string | null;
  readonly condition: TriggerCondition;
  readonly message: TriggerMessage;
  readonly at_most_every_ms: number;
  readonly enabled: boolean;
  readonly created_at: Date;
  readonly updated_at: Date;
}

/** Of a trigger `t`. */
export const triggerColumns = sql`t.id, t.name, t.account_id, t.condition, t.message, t.at_most_every_ms::float8 as at_most_every_ms,
  t.enabled, t.created_at, t.updated_at`;

export function toTriggerView(row: TriggerRow): TriggerView {
  return {
    id: formatTriggerId(row.id),
    name: row.name,
    ...(row.account_id === null ? {} : { account: row.account_id }),
    when: row.condition,
    message: row.message,
    atMostEvery: formatDuration(row.at_most_every_ms),
    enabled: row.enabled,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
