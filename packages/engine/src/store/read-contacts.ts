import type { JsonObject, Party, Reachability } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { AddressReachability, ContactAddress, ContactDetail, ContactView } from "../contacts/contact-view.ts";
import type { Consent } from "../consents/consent.ts";
import type { Database } from "../database/open-database.ts";
import { formatContactId } from "../ids.ts";
import type { Page } from "../message-view.ts";
import { readConsents } from "./consents/read-consents.ts";

/** Which contacts to read, newest first. */
export interface ContactFilter {
  readonly limit: number;
  /** The id behind the last one that was read. */
  readonly before: string | undefined;
  readonly kind: Party | undefined;
  readonly accountId: string | undefined;
  readonly reference: string | undefined;
  /** Any of these addresses; undefined: whatever the address. */
  readonly addresses: readonly string[] | undefined;
}

interface ContactRow {
  readonly id: string;
  readonly kind: Party;
  readonly reference: string | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly attributes: JsonObject;
  readonly is_tester: boolean;
  readonly source: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface AddressRow {
  readonly contact_id: string;
  readonly kind: string;
  readonly address: string;
  readonly account_id: string | null;
  readonly created_at: Date;
}

interface ReachabilityRow {
  readonly account_id: string;
  readonly address: string;
  readonly reachability: Reachability;
  readonly provider_code: string;
  readonly observed_at: Date;
}

/** `accountIds` are those whose word on an address counts. */
export async function readContacts(
  database: Database,
  projectId: string,
  { limit, before, kind, accountId, reference, addresses }: ContactFilter,
  accountIds: readonly string[],
): Promise<Page<ContactView>> {
  const conditions = [sql`true`];
  if (before !== undefined) conditions.push(sql`c.id < ${before}`);
  if (kind !== undefined) conditions.push(sql`c.kind = ${kind}`);
  if (reference !== undefined) conditions.push(sql`c.reference = ${reference}`);
  const ofAddress: RawBuilder<unknown>[] = [];
  if (accountId !== undefined) ofAddress.push(sql`a.account_id = ${accountId}`);
  if (addresses !== undefined) ofAddress.push(sql`a.address = any(${[...addresses]}::text[])`);
  if (ofAddress.length > 0) {
    conditions.push(sql`c.id in (select a.contact_id from contact_address a
      where a.project_id = ${projectId} and ${sql.join(ofAddress, sql` and `)})`);
  }
  const rows = await selectContacts(database, projectId, sql`${sql.join(conditions, sql` and `)} order by c.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const items = await withAddresses(database, projectId, shown, accountIds);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function readContact(
  database: Database,
  projectId: string,
  id: string,
  accountIds: readonly string[],
): Promise<ContactDetail | undefined> {
  const rows = await selectContacts(database, projectId, sql`c.id = ${id}`);
  const [contact] = await withAddresses(database, projectId, rows, accountIds);
  if (contact?.kind !== "group") return contact;
  return { ...contact, members: await readMembers(database, projectId, contact.addresses) };
}

async function selectContacts(database: Database, projectId: string, condition: RawBuilder<unknown>): Promise<readonly ContactRow[]> {
  const { rows } = await sql<ContactRow>`
    select c.id, c.kind, c.reference, c.locale, c.time_zone, c.attributes, c.is_tester, c.source, c.created_at, c.updated_at
    from contact c where c.project_id = ${projectId} and ${condition}`.execute(database);
  return rows;
}

async function withAddresses(
  database: Database,
  projectId: string,
  contacts: readonly ContactRow[],
  accountIds: readonly string[],
): Promise<readonly ContactView[]> {
  if (contacts.length === 0) return [];
  const { rows } = await sql<AddressRow>`
    select contact_id, kind, address, account_id, created_at from contact_address
    where project_id = ${projectId} and contact_id = any(${contacts.map(({ id }) => id)}::uuid[])
    order by created_at, kind, address`.execute(database);
  const known = await readKnown(database, projectId, rows.map(({ address }) => address), accountIds);
  const byContact = Map.groupBy(rows, ({ contact_id: id }) => id);
  const consents = await readConsents(database, projectId, contacts.map(({ id }) => id));
  return contacts.map((row) => toView(row, (byContact.get(row.id) ?? []).map((each) => toAddress(each, known)), consents.get(row.id) ?? []));
}

async function readKnown(
  database: Database,
  projectId: string,
  addresses: readonly string[],
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ReachabilityRow[]>> {
  const { rows } = await sql<ReachabilityRow>`
    select account_id, address, reachability, provider_code, observed_at from reachability
    where project_id = ${projectId} and account_id = any(${[...accountIds]}::text[])
      and address = any(${[...addresses]}::text[])
    order by observed_at desc`.execute(database);
  return Map.groupBy(rows, ({ address }) => address);
}

async function readMembers(database: Database, projectId: string, addresses: readonly ContactAddress[]): Promise<readonly string[]> {
  const { rows } = await sql<{ member_address: string }>`
    select member_address from group_member
    where project_id = ${projectId} and group_address = any(${addresses.map(({ address }) => address)}::text[]) and present
    order by changed_at, member_address limit 1000`.execute(database);
  return rows.map(({ member_address: member }) => member);
}

function toView(row: ContactRow, addresses: readonly ContactAddress[], consents: readonly Consent[]): ContactView {
  return {
    id: formatContactId(row.id),
    kind: row.kind,
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.locale === null ? {} : { locale: row.locale }),
    ...(row.time_zone === null ? {} : { timeZone: row.time_zone }),
    attributes: row.attributes,
    tester: row.is_tester,
    source: row.source,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    addresses,
    consents,
  };
}

function toAddress(row: AddressRow, known: ReadonlyMap<string, readonly ReachabilityRow[]>): ContactAddress {
  const { kind, address, account_id: account, created_at: createdAt } = row;
  const reachability = (known.get(address) ?? []).map(toReachability);
  return { kind, address, ...(account === null ? {} : { account }), createdAt, reachability };
}

function toReachability(row: ReachabilityRow): AddressReachability {
  const { account_id: account, reachability, provider_code: providerCode, observed_at: observedAt } = row;
  return { account, reachability, providerCode, observedAt };
}
