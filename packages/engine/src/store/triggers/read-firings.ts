import type { Problem } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatEventId, formatMessageId, parseEventId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { FiringResult, FiringView } from "../../triggers/trigger-view.ts";

interface FiringRow {
  readonly event_id: string;
  readonly at: Date;
  readonly result: FiringResult;
  readonly message_id: string | null;
  readonly problems: readonly Problem[] | null;
}

/** By the arrival of their events, newest first. */
export async function readFirings(database: Database, projectId: string, triggerId: string, { cursor, limit }: PageRequest): Promise<Page<FiringView>> {
  const before = cursor === undefined ? undefined : parseEventId(cursor);
  const { rows } = await sql<FiringRow>`
    select event_id, at, result, message_id, problems from trigger_firing
    where project_id = ${projectId} and trigger_id = ${triggerId} and ${before === undefined ? sql`true` : sql`event_id < ${before}`}
    order by event_id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.event };
}

function toView({ event_id: eventId, at, result, message_id: messageId, problems }: FiringRow): FiringView {
  return {
    event: formatEventId(eventId),
    at,
    result,
    ...(messageId === null ? {} : { message: formatMessageId(messageId) }),
    ...(problems === null ? {} : { problems }),
  };
}
