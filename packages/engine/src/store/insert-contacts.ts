import type { Party } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { newId } from "../ids.ts";

/** Somebody known by one address. */
export interface NewContact {
  readonly kind: Party;
  readonly addressKind: string;
  /** In canonical form. */
  readonly address: string;
  readonly source: string;
}

/** Makes contacts of those whose addresses nobody has, once however many processes try. Gives how many were made. */
export async function insertContacts(
  database: Database,
  projectId: string,
  accountId: string,
  contacts: readonly NewContact[],
): Promise<number> {
  if (contacts.length === 0) return 0;
  const rows = contacts.map(({ kind, addressKind, address, source }) => ({
    id: newId(),
    kind,
    address_kind: addressKind,
    address,
    source,
  }));
  // In the order of addresses, so that two who write the same ones wait for each other and not in a circle.
  const { rows: made } = await sql`
    with clock as materialized (select todoke_now() as now), given as materialized (
      select r.* from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, kind text, address_kind text,
        address text, source text)
    ), taught as (
      insert into contact_address (project_id, address, kind, contact_id, account_id, created_at)
      select ${projectId}, g.address, g.address_kind, g.id, ${accountId}, clock.now from given g, clock
      order by g.address, g.address_kind
      on conflict do nothing
      returning contact_id
    )
    insert into contact (project_id, id, kind, source, created_at, updated_at)
    select ${projectId}, g.id, g.kind, g.source, clock.now, clock.now
    from given g join taught t on t.contact_id = g.id, clock
    returning 1`.execute(database);
  return made.length;
}
