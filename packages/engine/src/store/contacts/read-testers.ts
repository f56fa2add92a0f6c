import type { JsonObject, Recipient } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";

interface ContactRow {
  readonly reference: string | null;
  readonly addresses: Readonly<Record<string, string>>;
  readonly attributes: JsonObject;
  readonly locale: string | null;
  readonly time_zone: string | null;
}

/** Contacts that test messages go to, oldest first; those without an address cannot. */
export async function readTesters(database: Database, projectId: string, limit: number): Promise<readonly Recipient[]> {
  const isReachable = sql`exists (select from contact_address a where a.project_id = ${projectId} and a.contact_id = c.id)`;
  const { rows } = await selectContacts(projectId, sql`c.is_tester and ${isReachable} order by c.id limit ${limit}`).execute(database);
  return rows.map(toRecipient);
}

/** What a message to a contact would be written with. */
export async function readPersonAs(
  database: Database,
  projectId: string,
  id: string,
): Promise<Pick<Recipient, "variables" | "locale"> | undefined> {
  const { rows } = await selectContacts(projectId, sql`c.id = ${id}`).execute(database);
  return rows[0] && toRecipient(rows[0]);
}

/** Whoever has this address, as a recipient; undefined where nobody does. */
export async function readRecipientAt(database: Database, projectId: string, kind: string, address: string): Promise<Recipient | undefined> {
  const hasIt = sql`c.id = (select a.contact_id from contact_address a where a.project_id = ${projectId} and a.kind = ${kind} and a.address = ${address})`;
  const { rows } = await selectContacts(projectId, hasIt).execute(database);
  return rows[0] && toRecipient(rows[0]);
}

function selectContacts(projectId: string, condition: RawBuilder<unknown>): RawBuilder<ContactRow> {
  return sql<ContactRow>`
    select c.reference, coalesce((
      select jsonb_object_agg(a.kind, a.address) from contact_address a
      where a.project_id = ${projectId} and a.contact_id = c.id), '{}') as addresses, c.attributes, c.locale, c.time_zone
    from contact c where c.project_id = ${projectId} and ${condition}`;
}

function toRecipient({ reference, addresses, attributes, locale, time_zone: timeZone }: ContactRow): Recipient {
  return {
    ...(reference === null ? {} : { reference }),
    addresses,
    variables: attributes,
    ...(locale === null ? {} : { locale }),
    ...(timeZone === null ? {} : { timeZone }),
  };
}
