import type { Purpose } from "@todoke/core";
import { sql } from "kysely";
import type { Consent, ConsentState } from "../../consents/consent.ts";
import type { Database } from "../../database/open-database.ts";
import type { Page, PageRequest } from "../../message-view.ts";

interface ConsentRow extends Omit<Consent, "at"> {
  readonly contact_id: string;
  readonly at: Date;
}

/** What holds of these contacts now, by contact. */
export async function readConsents(database: Database, projectId: string, contactIds: readonly string[]): Promise<ReadonlyMap<string, readonly Consent[]>> {
  const { rows } = await sql<ConsentRow>`
    select distinct on (contact_id, channel, purpose) contact_id, channel, purpose, state, source, at from consent
    where project_id = ${projectId} and contact_id = any(${[...contactIds]}::uuid[])
    order by contact_id, channel, purpose, at desc, state desc`.execute(database);
  const byContact = Map.groupBy(rows, ({ contact_id: id }) => id);
  return new Map([...byContact].map(([id, consents]) => [id, consents.map(toConsent)]));
}

/** All that a contact ever said, in the order in which it was told here; nothing is ever told in between, so the cursor counts. */
export async function readConsentHistory(
  database: Database,
  projectId: string,
  contactId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<Consent>> {
  const from = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : 0;
  const { rows } = await sql<ConsentRow>`
    select contact_id, channel, purpose, state, source, at from consent
    where project_id = ${projectId} and contact_id = ${contactId}
    order by recorded_at, channel, purpose, at, state offset ${from} limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toConsent);
  return rows.length <= limit ? { items } : { items, nextCursor: String(from + limit) };
}

/** What the people behind an address said of one purpose. */
export interface KnownConsent {
  readonly kind: string;
  readonly address: string;
  readonly channel: string;
  readonly state: ConsentState;
  readonly at: Date;
}

/** What holds for whoever has these addresses, on each channel of which something was said. */
export async function findConsents(
  database: Database,
  projectId: string,
  purpose: Purpose,
  addresses: readonly string[],
): Promise<readonly KnownConsent[]> {
  const { rows } = await sql<KnownConsent>`
    select a.kind, a.address, s.channel, s.state, s.at from contact_address a cross join lateral (
      select distinct on (s.channel) s.channel, s.state, s.at from consent s
      where s.project_id = ${projectId} and s.contact_id = a.contact_id and s.purpose = ${purpose}
      order by s.channel, s.at desc, s.state desc) s
    where a.project_id = ${projectId} and a.address = any(${[...addresses]}::text[])`.execute(database);
  return rows;
}

/** Mostly nobody has said anything, and then nobody needs to send thousands of addresses to hear it. */
export async function hasConsents(database: Database, projectId: string): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`select exists (select from consent where project_id = ${projectId})`.execute(database);
  return rows[0]!.exists;
}

function toConsent({ channel, purpose, state, source, at }: ConsentRow): Consent {
  return { channel, purpose, state, source, at };
}
