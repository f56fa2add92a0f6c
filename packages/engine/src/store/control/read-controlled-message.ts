import type { MessageStatus, Plan, Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { SendingSpeedLimit } from "../../speed/sending-speed-limit.ts";
import type { DeliveryTimeWindow } from "../../windows/delivery-time-window.ts";
import type { MessageWindows } from "../../windows/message-windows.ts";

/** A message as whoever controls it needs it. */
export interface ControlledMessage extends MessageWindows {
  readonly id: string;
  readonly status: MessageStatus;
  readonly purpose: Purpose;
  readonly plan: Plan;
  readonly recipients: number;
  /** It was submitted to be started later. */
  readonly wasOpen: boolean;
  readonly startedAt: Date | undefined;
  readonly sendAt: Date | undefined;
  /** It has been released: at least once its deliveries were there to be worked on. */
  readonly hasBegun: boolean;
  readonly expiresAt: Date | null;
  readonly validUntil: Date;
  readonly validityPeriodMs: number;
  readonly sendingSpeedLimit: SendingSpeedLimit | undefined;
  /** Recipients that nothing has looked at yet. */
  readonly untouched: number;
  /** By the database's clock. */
  readonly now: Date;
}

/** Undefined when there is no such message. */
export async function readControlledMessage(database: Database, projectId: string, id: string): Promise<ControlledMessage | undefined> {
  const { rows } = await sql<{
    status: MessageStatus;
    purpose: Purpose;
    plan: Plan;
    recipients: number;
    was_open: boolean;
    started_at: Date | null;
    send_at: Date | null;
    delivery_time_window: DeliveryTimeWindow | null;
    marketing_window: DeliveryTimeWindow | null;
    has_begun: boolean;
    expires_at: Date | null;
    valid_until: Date;
    validity_period_ms: string;
    sending_speed_limit: SendingSpeedLimit | null;
    untouched: number;
    now: Date;
  }>`
    select status, purpose, plan, recipients, was_open, started_at, send_at, delivery_time_window, marketing_window, scheduled = 0 as has_begun, expires_at, valid_until, validity_period_ms, sending_speed_limit,
      case when status = 'open' then recipients else (
        select coalesce(sum(c.end_number - c.next_number), 0)::int from chunk c where c.project_id = m.project_id and c.message_id = m.id) end as untouched,
      todoke_now() as now
    from message m where project_id = ${projectId} and id = ${id}`.execute(database);
  const row = rows[0];
  return (
    row && {
      id,
      status: row.status,
      purpose: row.purpose,
      plan: row.plan,
      recipients: row.recipients,
      wasOpen: row.was_open,
      startedAt: row.started_at ?? undefined,
      sendAt: row.send_at ?? undefined,
      deliveryTimeWindow: row.delivery_time_window ?? undefined,
      marketingWindow: row.marketing_window ?? undefined,
      hasBegun: row.has_begun,
      expiresAt: row.expires_at,
      validUntil: row.valid_until,
      validityPeriodMs: Number(row.validity_period_ms),
      sendingSpeedLimit: row.sending_speed_limit ?? undefined,
      untouched: row.untouched,
      now: row.now,
    }
  );
}
