import type { Content, Plan, Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { MessageBudget } from "../budgets/budget.ts";
import type { FrozenAudience, FrozenMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import { never } from "../speed/as-released.ts";
import { apartMsOf, type SendingSpeedLimit } from "../speed/sending-speed-limit.ts";
import { parseTraceparent } from "../tracing/traceparent.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";

/** What was frozen when the messages were accepted, in the order of the ids; undefined where there is none. */
export async function loadMessages(
  database: Database,
  projectId: string,
  messageIds: readonly string[],
): Promise<readonly (FrozenMessage | undefined)[]> {
  const { rows } = await sql<FrozenRow>`
    select id, purpose, content, optional_variables, plan, valid_until, delivery_time_window, marketing_window, sending_speed_limit, validity_period_ms, expires_at,
      frozen_audience, reply, recipients, budget, is_test, traceparent from message
    where project_id = ${projectId} and id = any(${[...messageIds]}::uuid[])`.execute(database);
  const found = new Map(rows.map((row) => [row.id, toFrozenMessage(row)]));
  return messageIds.map((id) => found.get(id));
}

interface FrozenRow {
  readonly id: string;
  readonly purpose: Purpose;
  readonly content: Content;
  readonly optional_variables: readonly string[] | null;
  readonly plan: Plan;
  readonly valid_until: Date;
  readonly delivery_time_window: DeliveryTimeWindow | null;
  readonly marketing_window: DeliveryTimeWindow | null;
  readonly sending_speed_limit: SendingSpeedLimit | null;
  readonly validity_period_ms: string;
  readonly expires_at: Date | null;
  readonly frozen_audience: FrozenAudience | null;
  readonly reply: ReplyTarget | null;
  readonly recipients: number;
  readonly budget: MessageBudget | null;
  readonly is_test: boolean;
  readonly traceparent: string | null;
}

function toFrozenMessage(row: FrozenRow): FrozenMessage {
  const acceptSpan = row.traceparent === null ? undefined : parseTraceparent(row.traceparent);
  return {
    id: row.id,
    purpose: row.purpose,
    content: row.content,
    ...(row.optional_variables === null ? {} : { optionalVariables: row.optional_variables }),
    plan: row.plan,
    ...readSpeed(row),
    recipients: row.recipients,
    ...(row.is_test && { isTest: true }),
    ...(acceptSpan && { acceptSpan }),
    ...(row.budget === null ? {} : { budget: row.budget }),
    ...(row.delivery_time_window === null ? {} : { deliveryTimeWindow: row.delivery_time_window }),
    ...(row.marketing_window === null ? {} : { marketingWindow: row.marketing_window }),
    ...(row.frozen_audience === null ? {} : { audience: row.frozen_audience }),
    ...(row.reply === null ? {} : { reply: row.reply }),
  };
}

/** When it ends, and how fast its recipients are released. */
function readSpeed(row: FrozenRow): Pick<FrozenMessage, "validUntil" | "speed"> {
  if (row.sending_speed_limit === null) return { validUntil: row.valid_until };
  const speed = { apartMs: apartMsOf(row.sending_speed_limit), validityPeriodMs: Number(row.validity_period_ms) };
  return { validUntil: row.expires_at ?? never, speed };
}
