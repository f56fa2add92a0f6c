import type { Content, DeliveryOutcome, MessageStatus, Purpose } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { MessageBudget } from "../budgets/budget.ts";
import type { Database } from "../database/open-database.ts";
import { formatEventId, formatMessageId, formatTemplateId, parseMessageId, parseTemplateId } from "../ids.ts";
import type { ReplyTarget } from "../inbound/reply-target.ts";
import type { AudienceRequest, MessageWebhooks, Platform } from "../message-request.ts";
import type { AudienceReach, MessageListRequest, MessageView, OutcomeCount, Page } from "../message-view.ts";
import type { PlanView } from "../plan-view.ts";
import type { SendingSpeedLimit } from "../speed/sending-speed-limit.ts";
import { parseTraceparent } from "../tracing/traceparent.ts";
import type { DeliveryTimeWindow } from "../windows/delivery-time-window.ts";

interface MessageRow {
  readonly id: string;
  readonly is_test: boolean;
  readonly traceparent: string | null;
  readonly status: MessageStatus;
  readonly reference: string | null;
  readonly purpose: Purpose;
  readonly content: Content;
  readonly template_id: string | null;
  readonly template_version: number | null;
  readonly plan_view: PlanView;
  readonly delivery_time_window: DeliveryTimeWindow | null;
  readonly sending_speed_limit: SendingSpeedLimit | null;
  readonly platform: Platform | null;
  readonly webhooks: MessageWebhooks | null;
  readonly budget: MessageBudget | null;
  readonly audience: AudienceRequest | null;
  readonly reply: ReplyTarget | null;
  readonly reach: (Omit<AudienceReach, "observedAt"> & { readonly observedAt: string }) | null;
  readonly created_at: Date;
  readonly completed_at: Date | null;
  readonly started_at: Date | null;
  readonly send_at: Date | null;
  readonly expires_at: Date | null;
  readonly valid_until: Date;
  readonly recipients: number;
  readonly scheduled: number;
  readonly held: number;
  readonly pending: number;
  readonly waiting: number;
  readonly final: number;
  readonly duplicate_contacts: number;
  readonly possible_duplicates: number;
  readonly under_way: number;
  readonly outcomes: readonly OutcomeRow[] | null;
}

interface OutcomeRow {
  readonly outcome: DeliveryOutcome;
  readonly succeeded: boolean;
  readonly channel: string;
  readonly count: number;
}

/**
 * One statement, hence one moment: deliveries under way are counted as pending until their outcome is written, and told
 * apart here by the attempts that carry them.
 */
function selectMessages(projectId: string, condition: RawBuilder<unknown>): RawBuilder<MessageRow> {
  return sql<MessageRow>`
    select m.id, m.is_test, m.traceparent, m.status, m.reference, m.purpose, m.content, m.template_id, m.template_version, m.plan_view, m.delivery_time_window, m.sending_speed_limit, m.platform, m.webhooks, m.budget, m.audience, m.reply, m.reach, m.created_at, m.completed_at,
      m.started_at, m.send_at, m.expires_at, m.valid_until, m.recipients, m.scheduled, m.held, m.pending, m.waiting, m.final, m.duplicate_contacts,
      m.possible_duplicates,
      case when m.pending = 0 then 0 else (
        select coalesce(sum(cardinality(a.members)), 0)::int from attempt a
        where a.project_id = m.project_id and a.month = m.month and a.message_id = m.id and a.evidence in ('sending', 'unknown')
          and a.due_at is not null) end as under_way,
      (select json_agg(json_build_object('outcome', o.outcome, 'succeeded', o.succeeded, 'channel', o.channel,
          'count', o.count) order by o.succeeded desc, o.channel, o.outcome)
        from message_outcome o
        where o.project_id = m.project_id and o.message_id = m.id and o.count > 0) as outcomes
    from message m where m.project_id = ${projectId} and ${condition}`;
}

export async function readMessage(database: Database, projectId: string, id: string): Promise<MessageView | undefined> {
  const { rows } = await selectMessages(projectId, sql`m.id = ${id}`).execute(database);
  return rows[0] === undefined ? undefined : toView(rows[0]);
}

/** Newest first. */
export async function readMessages(database: Database, projectId: string, request: MessageListRequest): Promise<Page<MessageView>> {
  const conditions = [sql`true`];
  const after = request.cursor === undefined ? undefined : parseMessageId(request.cursor);
  if (after !== undefined) conditions.push(sql`m.id < ${after}`);
  if (request.status !== undefined) conditions.push(sql`m.status = ${request.status}`);
  if (request.reference !== undefined) conditions.push(sql`m.reference = ${request.reference}`);
  if (request.entityId !== undefined) conditions.push(sql`m.platform ->> 'entityId' = ${request.entityId}`);
  if (request.applicationId !== undefined) conditions.push(sql`m.platform ->> 'applicationId' = ${request.applicationId}`);
  // What is no id of a template compares with null, and finds nothing.
  if (request.template !== undefined) conditions.push(sql`m.template_id = ${parseTemplateId(request.template) ?? null}`);
  const condition = sql`${sql.join(conditions, sql` and `)} order by m.id desc limit ${request.limit + 1}`;
  const { rows } = await selectMessages(projectId, condition).execute(database);
  const items = rows.slice(0, request.limit).map(toView);
  return rows.length <= request.limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

function toView(row: MessageRow): MessageView {
  const sending = Math.min(row.under_way, row.pending);
  const acceptSpan = row.traceparent === null ? undefined : parseTraceparent(row.traceparent);
  return {
    id: formatMessageId(row.id),
    ...(row.is_test && { test: true }),
    status: row.status,
    ...(row.reference === null ? {} : { reference: row.reference }),
    purpose: row.purpose,
    createdAt: row.created_at,
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at }),
    ...(row.started_at === null ? {} : { startedAt: row.started_at }),
    ...(row.send_at === null ? {} : { sendAt: row.send_at }),
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    validUntil: row.valid_until,
    ...(row.template_id === null ? {} : { template: { id: formatTemplateId(row.template_id), version: row.template_version! } }),
    content: row.content,
    plan: row.plan_view,
    ...(row.delivery_time_window === null ? {} : { deliveryTimeWindow: row.delivery_time_window }),
    ...(row.sending_speed_limit === null ? {} : { sendingSpeedLimit: row.sending_speed_limit }),
    ...(row.budget === null ? {} : { budget: row.budget }),
    ...(row.platform === null ? {} : { platform: row.platform }),
    ...(row.webhooks === null ? {} : { webhooks: row.webhooks }),
    ...(row.audience === null ? {} : { audience: row.audience }),
    ...(row.reply === null ? {} : { inReplyTo: formatEventId(row.reply.eventId) }),
    ...(acceptSpan && { traceId: acceptSpan.traceId }),
    ...(row.reach === null ? {} : { reach: { ...row.reach, observedAt: new Date(row.reach.observedAt) } }),
    counts: {
      recipients: row.recipients,
      scheduled: row.scheduled,
      held: row.held,
      pending: row.pending - sending,
      sending,
      waiting: row.waiting,
      final: row.final,
      outcomes: (row.outcomes ?? []).map(toOutcomeCount),
      duplicateContacts: row.duplicate_contacts,
      possibleDuplicates: row.possible_duplicates,
    },
  };
}

function toOutcomeCount({ outcome, succeeded, channel, count }: OutcomeRow): OutcomeCount {
  return { outcome, succeeded, count, ...(channel === "" ? {} : { channel }) };
}
