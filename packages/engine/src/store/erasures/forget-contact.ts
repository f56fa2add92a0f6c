import { sql } from "kysely";
import { personOf } from "../../caps/digest.ts";
import type { Database } from "../../database/open-database.ts";
import type { KnownAddress } from "../caps/read-related-addresses.ts";
import { forgetAddresses } from "../audiences/forget-addresses.ts";

/** Takes a contact away, with all that is kept by its id or its addresses. Gives the addresses; undefined when there is none. */
export async function forgetContact(transaction: Database, projectId: string, contactId: string): Promise<readonly KnownAddress[] | undefined> {
  const { rows: gone } = await sql`
    delete from contact where project_id = ${projectId} and id = ${contactId} returning id`.execute(transaction);
  if (gone.length === 0) return undefined;
  const { rows: addresses } = await sql<KnownAddress>`
    delete from contact_address where project_id = ${projectId} and contact_id = ${contactId} returning kind, address`.execute(transaction);
  await sql`delete from consent where project_id = ${projectId} and contact_id = ${contactId}`.execute(transaction);
  const given = addresses.map(({ address }) => address);
  await sql`
    delete from group_member where project_id = ${projectId}
      and (member_address = any(${given}::text[]) or group_address = any(${given}::text[]))`.execute(transaction);
  await sql`delete from reachability where project_id = ${projectId} and address = any(${given}::text[])`.execute(transaction);
  const people = addresses.map(({ kind, address }) => personOf(kind, address));
  await sql`delete from frequency_count where project_id = ${projectId} and person = any(${people}::uuid[])`.execute(transaction);
  await sql`delete from trigger_turn where project_id = ${projectId} and person = any(${people}::uuid[])`.execute(transaction);
  await forgetMembers(transaction, projectId, addresses);
  return addresses;
}

/** Takes whoever has any of these addresses out of every list. Lists are locked first, as by all who change their members. */
async function forgetMembers(transaction: Database, projectId: string, addresses: readonly KnownAddress[]): Promise<void> {
  const { rows } = await sql<{ id: string; positions: readonly number[] }>`
    select u.id, array_agg(distinct a.position) as positions
    from (select id from audience where project_id = ${projectId} order by id for update) u
    cross join json_to_recordset(${JSON.stringify(addresses)}::json) as g (kind text, address text)
    join audience_address a on a.project_id = ${projectId} and a.audience_id = u.id and a.kind = g.kind and a.address = g.address
    group by u.id`.execute(transaction);
  for (const { id, positions } of rows) {
    const isMember = sql`project_id = ${projectId} and audience_id = ${id}::uuid and position = any(${[...positions]}::int[])`;
    await forgetAddresses(transaction, projectId, id, sql`select position, addresses from audience_member where ${isMember}`);
    await sql`delete from audience_member where ${isMember}`.execute(transaction);
    await sql`
      update audience set members = members - ${positions.length}::int, updated_at = todoke_now()
      where project_id = ${projectId} and id = ${id}`.execute(transaction);
  }
}
