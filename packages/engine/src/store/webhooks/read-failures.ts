import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatReportId, formatWebhookAttemptId, parseWebhookAttemptId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { WebhookAttemptView } from "../../webhooks/webhook-view.ts";
import type { EndpointKey } from "./write-endpoints.ts";

interface Row {
  readonly id: string;
  readonly message_id: string;
  readonly delivery: number;
  readonly number: number;
  readonly tries: number;
  readonly failure: string;
  readonly status: number | null;
  readonly took_ms: number;
  readonly at: Date;
}

/** Newest first. */
export async function readFailures(database: Database, { projectId, id }: EndpointKey, { cursor, limit }: PageRequest): Promise<Page<WebhookAttemptView>> {
  const before = cursor === undefined ? undefined : parseWebhookAttemptId(cursor);
  const { rows } = await sql<Row>`
    select id, message_id, delivery, number, tries, failure, status, took_ms, at from webhook_failure
    where project_id = ${projectId} and endpoint_id = ${id} and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

function toView(row: Row): WebhookAttemptView {
  return {
    id: formatWebhookAttemptId(row.id),
    reportId: formatReportId(row.message_id, row.delivery, row.number),
    attempt: row.tries,
    ...(row.status !== null && { status: row.status }),
    code: row.failure,
    tookMs: row.took_ms,
    at: row.at,
  };
}
