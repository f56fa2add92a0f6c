import type { MessageStatus, Plan } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { defaultProject } from "../../project.ts";
import type { DeliveryTimeWindow } from "../../windows/delivery-time-window.ts";

/** A message as whoever controls it needs it. */
export interface ControlledMessage {
  readonly id: string;
  readonly status: MessageStatus;
  readonly plan: Plan;
  readonly deliveryTimeWindow: DeliveryTimeWindow | undefined;
  /** It has been released: at least once its deliveries were there to be worked on. */
  readonly hasBegun: boolean;
  readonly expiresAt: Date | null;
  readonly validUntil: Date;
  readonly validityPeriodMs: number;
  /** By the database's clock. */
  readonly now: Date;
}

/** Undefined when there is no such message. */
export async function readControlledMessage(database: Database, id: string): Promise<ControlledMessage | undefined> {
  const { rows } = await sql<{
    status: MessageStatus;
    plan: Plan;
    delivery_time_window: DeliveryTimeWindow | null;
    has_begun: boolean;
    expires_at: Date | null;
    valid_until: Date;
    validity_period_ms: string;
    now: Date;
  }>`
    select status, plan, delivery_time_window, scheduled = 0 as has_begun, expires_at, valid_until, validity_period_ms, todoke_now() as now
    from message where project_id = ${defaultProject} and id = ${id}`.execute(database);
  const row = rows[0];
  return (
    row && {
      id,
      status: row.status,
      plan: row.plan,
      deliveryTimeWindow: row.delivery_time_window ?? undefined,
      hasBegun: row.has_begun,
      expiresAt: row.expires_at,
      validUntil: row.valid_until,
      validityPeriodMs: Number(row.validity_period_ms),
      now: row.now,
    }
  );
}
