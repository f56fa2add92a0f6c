import { sql, type RawBuilder } from "kysely";
import type { ApiKeyView } from "../../api-keys/api-key-view.ts";
import { knownScopes } from "../../api-keys/scopes.ts";
import type { Database } from "../../database/open-database.ts";
import { formatApiKeyId, parseApiKeyId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";

interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly created_at: Date;
  readonly rotated_at: Date | null;
  readonly former_secret_until: Date | null;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

/** The columns that are shown. */
export const shownColumns = sql`id, name, scopes, created_at, rotated_at, expires_at, last_used_at, revoked_at,
  case when former_secret_until > (select todoke_now()) then former_secret_until end as former_secret_until`;

/** Newest first. */
export async function readApiKeys(database: Database, projectId: string, { cursor, limit }: PageRequest): Promise<Page<ApiKeyView>> {
  const before = cursor === undefined ? undefined : parseApiKeyId(cursor);
  const condition = before === undefined ? sql`true` : sql`id < ${before}`;
  const items = await select(database, projectId, sql`${condition} order by id desc limit ${limit + 1}`);
  return items.length <= limit ? { items } : { items: items.slice(0, limit), nextCursor: items[limit - 1]!.id };
}

export async function readApiKey(database: Database, projectId: string, id: string): Promise<ApiKeyView | undefined> {
  return (await select(database, projectId, sql`id = ${id}`))[0];
}

async function select(database: Database, projectId: string, condition: RawBuilder<unknown>): Promise<readonly ApiKeyView[]> {
  const query = sql<ApiKeyRow>`select ${shownColumns} from api_key where project_id = ${projectId} and ${condition}`;
  return (await query.execute(database)).rows.map(toApiKeyView);
}

export function toApiKeyView(row: ApiKeyRow): ApiKeyView {
  return {
    id: formatApiKeyId(row.id),
    name: row.name,
    scopes: knownScopes(row.scopes),
    createdAt: row.created_at,
    ...(row.rotated_at !== null && { rotatedAt: row.rotated_at }),
    ...(row.former_secret_until !== null && { formerSecretUntil: row.former_secret_until }),
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  };
}
