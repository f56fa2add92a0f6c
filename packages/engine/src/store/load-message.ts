import type { Content, Plan, Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { FrozenAudience, FrozenMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import { defaultProject } from "../project.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";

/** What was frozen when the message was accepted. */
export async function loadMessage(database: Database, messageId: string): Promise<FrozenMessage> {
  const { rows } = await sql<{ purpose: Purpose; content: Content; plan: Plan; valid_until: Date; delivery_time_window: DeliveryTimeWindow | null; frozen_audience: FrozenAudience | null; reply: ReplyTarget | null }>`
    select purpose, content, plan, valid_until, delivery_time_window, frozen_audience, reply from message
    where project_id = ${defaultProject} and id = ${messageId}`.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error(`message ${messageId} is missing although there is work on it`);
  return {
    id: messageId,
    purpose: row.purpose,
    content: row.content,
    plan: row.plan,
    validUntil: row.valid_until,
    ...(row.delivery_time_window === null ? {} : { deliveryTimeWindow: row.delivery_time_window }),
    ...(row.frozen_audience === null ? {} : { audience: row.frozen_audience }),
    ...(row.reply === null ? {} : { reply: row.reply }),
  };
}
