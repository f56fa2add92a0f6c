import type { DeliveryOutcome, DeliveryStatus } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { HistoryEntry } from "../delivery-change.ts";
import type { DeliveryView } from "../delivery-view.ts";
import { formatDeliveryId, formatMessageId, monthOf, parseDeliveryId } from "../ids.ts";
import type { DeliveryListRequest, Page } from "../message-view.ts";
import { never } from "../speed/as-released.ts";

export interface DeliveryViewRow {
  readonly message_id: string;
  readonly number: number;
  readonly reference: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly status: DeliveryStatus;
  readonly step: number;
  readonly channel: string | null;
  readonly outcome: DeliveryOutcome | null;
  readonly succeeded: boolean | null;
  readonly reason_code: string | null;
  readonly reason_detail: string | null;
  readonly duplicate_contact: boolean;
  readonly possible_duplicate: boolean;
  readonly updated_at: Date;
  readonly closed_at: Date | null;
  readonly created_at: Date;
  readonly attempt_ids: readonly string[] | null;
  readonly history: readonly HistoryEntry[] | null;
  readonly under_way: boolean;
  /** Null unless it is held for a window: what is held for another reason comes again when the message ends. */
  readonly held_until: Date | null;
}

function selectDeliveries(projectId: string, messageId: string, condition: RawBuilder<unknown>): RawBuilder<DeliveryViewRow> {
  return sql<DeliveryViewRow>`
    with under_way as (
      select unnest(a.members) as number from attempt a
      where a.project_id = ${projectId} and a.message_id = ${messageId} and a.month = ${monthOf(messageId)}::date
        and a.evidence in ('sending', 'unknown') and a.due_at is not null
    )
    select d.message_id, d.number, d.reference, d.addresses,
      case when d.status = 'pending' and m.scheduled > 0 then 'scheduled' else d.status end as status, d.step, d.channel, d.outcome, d.succeeded,
      d.reason_code, d.reason_detail, d.duplicate_contact, d.possible_duplicate, d.updated_at, d.closed_at, m.created_at,
      d.attempt_ids, d.history,
      d.status = 'pending' and d.number in (select number from under_way) as under_way,
      case when d.status = 'held' and d.due_at < date_trunc('milliseconds', ${deliveryEnds}) then d.due_at end as held_until
    from delivery d join message m on m.project_id = d.project_id and m.id = d.message_id
    where d.project_id = ${projectId} and d.message_id = ${messageId} and d.month = ${monthOf(messageId)}::date
      and ${condition}`;
}

/** When the delivery `d` of the message `m` ends, as its work takes it. */
const deliveryEnds: RawBuilder<Date> = sql<Date>`case when m.sending_speed_limit is null then m.valid_until
  else least(d.released_at + m.validity_period_ms * interval '1 millisecond', coalesce(m.expires_at, ${never}::timestamptz)) end`;

/** In the order of the request. Undefined when there is no such message. */
export async function readDeliveries(
  database: Database,
  projectId: string,
  messageId: string,
  request: DeliveryListRequest,
): Promise<Page<DeliveryView> | undefined> {
  const conditions = [sql`true`];
  const after = request.cursor === undefined ? undefined : parseDeliveryId(request.cursor);
  if (after !== undefined) conditions.push(sql`d.number > ${after.number}`);
  if (request.status !== undefined) conditions.push(statusIs(request.status));
  if (request.outcome !== undefined) conditions.push(sql`d.outcome = ${request.outcome}`);
  if (request.succeeded !== undefined) conditions.push(sql`d.succeeded = ${request.succeeded}`);
  const condition = sql`${sql.join(conditions, sql` and `)} order by d.number limit ${request.limit + 1}`;
  const { rows } = await selectDeliveries(projectId, messageId, condition).execute(database);
  if (rows.length === 0 && !(await messageExists(database, projectId, messageId))) return undefined;
  const items = rows.slice(0, request.limit).map(toDeliveryView);
  return rows.length <= request.limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function readDeliveryRow(
  database: Database,
  projectId: string,
  messageId: string,
  number: number,
): Promise<DeliveryViewRow | undefined> {
  const { rows } = await selectDeliveries(projectId, messageId, sql`d.number = ${number}`).execute(database);
  return rows[0];
}

export function toDeliveryView(row: DeliveryViewRow): DeliveryView {
  return {
    id: formatDeliveryId(row.message_id, row.number),
    messageId: formatMessageId(row.message_id),
    ...(row.reference === null ? {} : { reference: row.reference }),
    addresses: row.addresses,
    status: row.under_way ? "sending" : row.status,
    ...(row.held_until === null ? {} : { heldUntil: row.held_until }),
    ...(row.outcome === null ? {} : { outcome: row.outcome }),
    ...(row.succeeded === null ? {} : { succeeded: row.succeeded }),
    ...(row.reason_code === null ? {} : { reason: { code: row.reason_code, detail: row.reason_detail ?? "" } }),
    step: row.step,
    ...(row.channel === null ? {} : { channel: row.channel }),
    duplicateContact: row.duplicate_contact,
    possibleDuplicate: row.possible_duplicate,
    updatedAt: row.updated_at,
  };
}

/**
 * Two are never stored: `sending` is what pending deliveries are while an attempt carries them, and `scheduled` what they
 * are until their message is released.
 */
function statusIs(status: DeliveryStatus): RawBuilder<unknown> {
  const underWay = sql`d.number in (select number from under_way)`;
  if (status === "sending") return sql`d.status = 'pending' and ${underWay}`;
  if (status === "pending") return sql`d.status = 'pending' and m.scheduled = 0 and not ${underWay}`;
  if (status === "scheduled") return sql`d.status = 'pending' and m.scheduled > 0`;
  return sql`d.status = ${status}`;
}

async function messageExists(database: Database, projectId: string, messageId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from message where project_id = ${projectId} and id = ${messageId}`.execute(database);
  return rows.length === 1;
}
