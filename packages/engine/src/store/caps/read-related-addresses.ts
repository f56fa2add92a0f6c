import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";

/** An address of a known kind, in canonical form. */
export interface KnownAddress {
  readonly kind: string;
  readonly address: string;
}

/** The other addresses of the contacts that have these, by `kind address` of the one that leads to them. */
export async function readRelatedAddresses(
  database: Database,
  projectId: string,
  addresses: readonly KnownAddress[],
): Promise<ReadonlyMap<string, readonly KnownAddress[]>> {
  const { rows } = await sql<{ of_kind: string; of_address: string; kind: string; address: string }>`
    select own.kind as of_kind, own.address as of_address, other.kind, other.address
    from contact_address own
    join contact_address other on other.project_id = own.project_id and other.contact_id = own.contact_id
      and (other.kind <> own.kind or other.address <> own.address)
    where own.project_id = ${projectId} and own.address = any(${addresses.map(({ address }) => address)}::text[])`.execute(database);
  const byAddress = Map.groupBy(rows, (row) => `${row.of_kind} ${row.of_address}`);
  return new Map([...byAddress].map(([key, found]) => [key, found.map(({ kind, address }) => ({ kind, address }))]));
}
