import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { parseWebhookEndpointId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { WebhookEndpointView } from "../../webhooks/webhook-view.ts";
import { shownColumns, toEndpointView, type EndpointRow } from "./endpoint-row.ts";

/** Newest first. */
export async function readEndpoints(database: Database, projectId: string, { cursor, limit }: PageRequest): Promise<Page<WebhookEndpointView>> {
  const before = cursor === undefined ? undefined : parseWebhookEndpointId(cursor);
  const condition = before === undefined ? sql`true` : sql`e.id < ${before}`;
  const items = await select(database, projectId, sql`${condition} order by e.id desc limit ${limit + 1}`);
  return items.length <= limit ? { items } : { items: items.slice(0, limit), nextCursor: items[limit - 1]!.id };
}

export async function readEndpoint(database: Database, projectId: string, id: string): Promise<WebhookEndpointView | undefined> {
  return (await select(database, projectId, sql`e.id = ${id}`))[0];
}

async function select(database: Database, projectId: string, condition: RawBuilder<unknown>): Promise<readonly WebhookEndpointView[]> {
  const query = sql<EndpointRow>`select ${shownColumns} from webhook_endpoint e where e.project_id = ${projectId} and ${condition}`;
  return (await query.execute(database)).rows.map(toEndpointView);
}
