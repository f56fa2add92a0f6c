import type { Reachability } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { KnownReachability } from "../plan/consider-step.ts";

/** One observation of an address, from a lookup or a webhook. */
export interface Observation extends KnownReachability {
  readonly accountId: string;
  readonly address: string;
}

/**
 * What is known of addresses at one account, by address. Each is looked up by itself: a planner that has no statistics yet
 * would rather read everybody whom the account knows.
 */
export async function readReachability(
  database: Database,
  projectId: string,
  accountId: string,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, KnownReachability>> {
  if (addresses.length === 0) return new Map();
  const { rows } = await sql<{
    address: string;
    reachability: Reachability;
    provider_code: string;
    observed_at: Date;
  }>`
    select r.address, r.reachability, r.provider_code, r.observed_at
    from unnest(${[...new Set(addresses)]}::text[]) as asked (address) cross join lateral (
      select * from reachability r
      where r.project_id = ${projectId} and r.account_id = ${accountId} and r.address = asked.address
      offset 0
    ) r`.execute(database);
  return new Map(
    rows.map((row) => [
      row.address,
      { reachability: row.reachability, providerCode: row.provider_code, observedAt: row.observed_at },
    ]),
  );
}

/** Keeps the latest observation of each address; older news never replaces newer. */
export async function writeReachability(database: Database, projectId: string, observations: readonly Observation[]): Promise<void> {
  if (observations.length === 0) return;
  const latest = new Map<string, Observation>();
  for (const observation of observations) {
    const key = `${observation.accountId} ${observation.address}`;
    const known = latest.get(key);
    if (known === undefined || known.observedAt <= observation.observedAt) latest.set(key, observation);
  }
  const rows = [...latest.values()].map((observation) => ({
    account_id: observation.accountId,
    address: observation.address,
    reachability: observation.reachability,
    provider_code: observation.providerCode,
    observed_at: observation.observedAt,
  }));
  await sql`
    insert into reachability as known (project_id, account_id, address, reachability, provider_code, observed_at)
    select ${projectId}, r.account_id, r.address, r.reachability, r.provider_code, r.observed_at
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (account_id text, address text, reachability text,
      provider_code text, observed_at timestamptz)
    order by r.account_id, r.address
    on conflict (project_id, account_id, address) do update set
      reachability = excluded.reachability, provider_code = excluded.provider_code, observed_at = excluded.observed_at
    where known.observed_at <= excluded.observed_at`.execute(database);
}
