import { sql } from "kysely";
import type { ApiKeyView } from "../../api-keys/api-key-view.ts";
import type { Database } from "../../database/open-database.ts";
import { shownColumns, toApiKeyView } from "./read-api-keys.ts";

/** A key as it is first written. */
export interface InsertedApiKey {
  readonly projectId: string;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly secretHash: Buffer;
  readonly expiresAt: Date | undefined;
}

const now = sql`(select todoke_now())`;
type Row = Parameters<typeof toApiKeyView>[0];

export async function insertApiKey(database: Database, key: InsertedApiKey): Promise<ApiKeyView> {
  const { rows } = await sql<Row>`
    insert into api_key (project_id, id, name, scopes, secret_hash, created_at, expires_at)
    values (${key.projectId}, ${key.id}, ${key.name}, ${[...key.scopes]}::text[], ${key.secretHash.toString("hex")}, ${now},
      ${key.expiresAt ?? null})
    returning ${shownColumns}`.execute(database);
  return toApiKeyView(rows[0]!);
}

/** Whether the project has ever had a key; until the transaction ends, nobody else who asks this gets an answer. */
export async function hasApiKeys(transaction: Database, projectId: string): Promise<boolean> {
  await sql`select from project where id = ${projectId} for update`.execute(transaction);
  const { rows } = await sql<{ exists: boolean }>`
    select exists (select from api_key where project_id = ${projectId}) as exists`.execute(transaction);
  return rows[0]!.exists;
}

/** The secret that was is the former one for so long; what was the former one is taken no more. Undefined where the key has ended. */
export async function replaceSecret(
  database: Database,
  { projectId, id, secretHash, overlapMs }: Pick<InsertedApiKey, "projectId" | "id" | "secretHash"> & { readonly overlapMs: number },
): Promise<ApiKeyView | undefined> {
  const { rows } = await sql<Row>`
    update api_key set former_secret_hash = secret_hash, secret_hash = ${secretHash.toString("hex")}, rotated_at = ${now},
      former_secret_until = ${now} + ${overlapMs} * interval '1 millisecond'
    where project_id = ${projectId} and id = ${id} and revoked_at is null and (expires_at is null or expires_at > ${now})
    returning ${shownColumns}`.execute(database);
  return rows[0] && toApiKeyView(rows[0]);
}

export async function revokeApiKey(database: Database, projectId: string, id: string): Promise<ApiKeyView | undefined> {
  const { rows } = await sql<Row>`
    update api_key set revoked_at = coalesce(revoked_at, ${now})
    where project_id = ${projectId} and id = ${id} returning ${shownColumns}`.execute(database);
  return rows[0] && toApiKeyView(rows[0]);
}
