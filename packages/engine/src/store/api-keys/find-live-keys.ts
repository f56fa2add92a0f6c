import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** A key that holds now, with the hashes of all secrets that are taken for it. */
export interface LiveKey {
  readonly id: string;
  readonly projectId: string;
  readonly scopes: readonly string[];
  readonly secretHashes: readonly Buffer[];
  /** It was not used yet in this hour, as far as is written. */
  readonly isUseToBeNoted: boolean;
}

/** In the order of the ids; undefined for one that is unknown, revoked or expired. */
export async function findLiveKeys(database: Database, ids: readonly string[]): Promise<readonly (LiveKey | undefined)[]> {
  const { rows } = await sql<{
    id: string;
    project_id: string;
    scopes: readonly string[];
    secret_hash: string;
    former_secret_hash: string | null;
    is_use_to_be_noted: boolean;
  }>`
    select id, project_id, scopes, secret_hash,
      case when former_secret_until > moment.now then former_secret_hash end as former_secret_hash,
      last_used_at is null or last_used_at < date_trunc('hour', moment.now) as is_use_to_be_noted
    from api_key cross join (select todoke_now() as now) moment
    where id = any(${[...ids]}::uuid[]) and revoked_at is null and (expires_at is null or expires_at > moment.now)`.execute(database);
  const live = new Map(rows.map((row): [string, LiveKey] => [row.id, {
    id: row.id,
    projectId: row.project_id,
    scopes: row.scopes,
    secretHashes: [row.secret_hash, row.former_secret_hash].flatMap((hash) => (hash === null ? [] : [Buffer.from(hash, "hex")])),
    isUseToBeNoted: row.is_use_to_be_noted,
  }]));
  return ids.map((id) => live.get(id));
}

/** Writes that a key was used. */
export async function noteUse(database: Database, { projectId, id }: Pick<LiveKey, "projectId" | "id">): Promise<void> {
  await sql`
    update api_key set last_used_at = date_trunc('hour', (select todoke_now()))
    where project_id = ${projectId} and id = ${id}`.execute(database);
}
