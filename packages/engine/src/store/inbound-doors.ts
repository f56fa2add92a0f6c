import { sql } from "kysely";
import type { DoorProof } from "../doors/door-view.ts";
import type { Database } from "../database/open-database.ts";

export interface StoredDoor {
  readonly accountId: string;
  /** For which address the rest holds; empty where we had none. */
  readonly address: string;
  readonly verifiedAt: Date | null;
  readonly verifiedBy: DoorProof | null;
  /** When the provider last posted a signed request without events. */
  readonly triedAt: Date | null;
}

export async function readDoors(database: Database, projectId: string, accountIds: readonly string[]): Promise<readonly StoredDoor[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<StoredDoor>`
    select account_id as "accountId", address, verified_at as "verifiedAt", verified_by as "verifiedBy", tried_at as "triedAt"
    from inbound_door where project_id = ${projectId} and account_id = any(${[...accountIds]}::text[])`.execute(database);
  return rows;
}

/** The first proof stands; a door at another address needs one of its own. */
export async function writeDoorVerified(database: Database, projectId: string, accountId: string, address: string, proof: DoorProof): Promise<void> {
  await sql`
    insert into inbound_door as known (project_id, account_id, address, verified_at, verified_by)
    values (${projectId}, ${accountId}, ${address}, (select todoke_now()), ${proof})
    on conflict (project_id, account_id) do update set
      address = excluded.address, verified_at = excluded.verified_at, verified_by = excluded.verified_by
    where known.address <> excluded.address or known.verified_at is null`.execute(database);
}

export async function writeDoorTried(database: Database, projectId: string, accountId: string, address: string): Promise<void> {
  await sql`
    insert into inbound_door as known (project_id, account_id, address, tried_at)
    values (${projectId}, ${accountId}, ${address}, (select todoke_now()))
    on conflict (project_id, account_id) do update set
      tried_at = excluded.tried_at,
      verified_at = case when known.address = excluded.address then known.verified_at end,
      verified_by = case when known.address = excluded.address then known.verified_by end,
      address = excluded.address`.execute(database);
}
