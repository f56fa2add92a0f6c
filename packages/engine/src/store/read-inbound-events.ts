import type { JsonObject } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../database/open-database.ts";
import { formatEventId } from "../ids.ts";
import type { InboundEventListRequest, InboundEventView } from "../inbound/inbound-event-view.ts";
import type { Page } from "../message-view.ts";

/** The columns of an event that leave the database: its token never does. */
interface InboundEventRow {
  readonly id: string;
  readonly position: number;
  readonly account_id: string;
  readonly type: string;
  readonly address_kind: string;
  readonly address: string;
  readonly payload: JsonObject;
  readonly at: Date;
  readonly received_at: Date;
  readonly can_reply_until: Date | null;
  readonly reply_attempt_id: string | null;
}

function selectEvents(projectId: string, condition: RawBuilder<unknown>): RawBuilder<InboundEventRow> {
  return sql<InboundEventRow>`
    select e.id, e.position::float8 as position, e.account_id, e.type, e.address_kind, e.address, e.payload, e.at,
      e.received_at, e.reply_attempt_id,
      case when e.reply_token is not null and e.reply_expires_at > (select todoke_now())
        then e.reply_expires_at end as can_reply_until
    from inbound_event e
    where e.project_id = ${projectId} and e.position is not null and ${condition}`;
}

/** In the order of arrival, or in its reverse. */
export async function readInboundEvents(
  database: Database,
  projectId: string,
  { cursor, limit, order = "oldest", account, type, address }: InboundEventListRequest,
): Promise<Page<InboundEventView>> {
  const isOldestFirst = order === "oldest";
  const conditions = [sql`true`];
  if (cursor !== undefined) {
    conditions.push(isOldestFirst ? sql`e.position > ${cursor}::bigint` : sql`e.position < ${cursor}::bigint`);
  }
  if (account !== undefined) conditions.push(sql`e.account_id = ${account}`);
  if (type !== undefined) conditions.push(sql`e.type = ${type}`);
  if (address !== undefined) conditions.push(sql`e.address = ${address}`);
  const direction = isOldestFirst ? sql`asc` : sql`desc`;
  const condition = sql`${sql.join(conditions, sql` and `)} order by e.position ${direction} limit ${limit + 1}`;
  const { rows } = await selectEvents(projectId, condition).execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: String(items.at(-1)!.position) };
}

export async function readInboundEvent(database: Database, projectId: string, id: string): Promise<InboundEventView | undefined> {
  const { rows } = await selectEvents(projectId, sql`e.id = ${id}`).execute(database);
  return rows[0] === undefined ? undefined : toView(rows[0]);
}

function toView(row: InboundEventRow): InboundEventView {
  return {
    id: formatEventId(row.id),
    position: row.position,
    account: row.account_id,
    type: row.type,
    addressKind: row.address_kind,
    address: row.address,
    payload: row.payload,
    at: row.at,
    receivedAt: row.received_at,
    ...(row.can_reply_until === null ? {} : { canReplyUntil: row.can_reply_until }),
    ...(row.reply_attempt_id === null ? {} : { repliedBy: row.reply_attempt_id }),
  };
}
