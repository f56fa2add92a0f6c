import type { Content, Plan, Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { FrozenAudience, FrozenMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import { defaultProject } from "../project.ts";

/** What was frozen when the message was accepted. */
export async function loadMessage(database: Database, messageId: string): Promise<FrozenMessage> {
  const { rows } = await sql<{ purpose: Purpose; content: Content; plan: Plan; valid_until: Date; frozen_audience: FrozenAudience | null; reply: ReplyTarget | null }>`
    select purpose, content, plan, valid_until, frozen_audience, reply from message
    where project_id = ${defaultProject} and id = ${messageId}`.execute(database);
  const row = rows[0];
  if (row === undefined) throw new Error(`message ${messageId} is missing although there is work on it`);
  return {
    id: messageId,
    purpose: row.purpose,
    content: row.content,
    plan: row.plan,
    validUntil: row.valid_until,
    ...(row.frozen_audience === null ? {} : { audience: row.frozen_audience }),
    ...(row.reply === null ? {} : { reply: row.reply }),
  };
}
