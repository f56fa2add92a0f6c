import type { Party } from "@todoke/core";
import { sql } from "kysely";
import type { AttributeValue, ContactChanges } from "../../contacts/contact-changes.ts";
import type { ContactState } from "../../contacts/contact-state.ts";
import type { Database } from "../../database/open-database.ts";

/** Contacts that changes may be about. */
export interface FoundContacts {
  readonly states: readonly ContactState[];
  /** Those of whom consents are kept. */
  readonly withConsents: ReadonlySet<string>;
}

interface StateRow {
  readonly id: string;
  readonly kind: Party;
  readonly reference: string | null;
  readonly locale: string | null;
  readonly time_zone: string | null;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  readonly is_tester: boolean;
  readonly source: string;
  readonly addresses: readonly { readonly kind: string; readonly address: string; readonly account: string | null; readonly created_at: string }[];
  readonly has_consents: boolean;
}

/** Locks the contacts that the changes lead to, or that have these ids, and reads them as they are then. */
export async function lockContactStates(
  transaction: Database,
  projectId: string,
  changes: readonly ContactChanges[],
  ids: readonly string[] = [],
): Promise<FoundContacts> {
  const references = changes.flatMap(({ reference }) => (typeof reference === "string" ? [reference] : []));
  const addresses = changes.flatMap(({ addresses: given = {} }) =>
    Object.entries(given).flatMap(([kind, address]) => (address === null ? [] : [{ kind, address }])));
  const { rows: locked } = await sql<{ id: string }>`
    select c.id from contact c where c.project_id = ${projectId} and c.id in (
      select id from unnest(${[...ids]}::uuid[]) as given (id)
      union all
      select r.id from contact r where r.project_id = ${projectId} and r.reference = any(${references}::text[])
      union all
      select a.contact_id from contact_address a
      join json_to_recordset(${JSON.stringify(addresses)}::json) as g (kind text, address text) on g.kind = a.kind and g.address = a.address
      where a.project_id = ${projectId})
    order by c.id for update`.execute(transaction);
  if (locked.length === 0) return { states: [], withConsents: new Set() };
  // Only now: whoever held a contact before may have given it other addresses.
  const rows = await readStates(transaction, projectId, locked.map(({ id }) => id));
  return { states: rows.map(toState), withConsents: new Set(rows.flatMap(({ id, has_consents: has }) => (has ? [id] : []))) };
}

async function readStates(transaction: Database, projectId: string, ids: readonly string[]): Promise<readonly StateRow[]> {
  const { rows } = await sql<StateRow>`
    select c.id, c.kind, c.reference, c.locale, c.time_zone, c.attributes, c.is_tester, c.source, coalesce((
      select json_agg(json_build_object('kind', a.kind, 'address', a.address, 'account', a.account_id, 'created_at', a.created_at)
        order by a.created_at, a.kind)
      from contact_address a where a.project_id = c.project_id and a.contact_id = c.id), '[]') as addresses,
      exists (select from consent s where s.project_id = c.project_id and s.contact_id = c.id) as has_consents
    from contact c where c.project_id = ${projectId} and c.id = any(${[...ids]}::uuid[])`.execute(transaction);
  return rows;
}

function toState({ id, kind, reference, locale, time_zone, attributes, is_tester: isTester, source, addresses }: StateRow): ContactState {
  return {
    id,
    kind,
    reference: reference ?? undefined,
    locale: locale ?? undefined,
    timeZone: time_zone ?? undefined,
    attributes,
    isTester,
    source,
    addresses: addresses.map((each) => ({
      kind: each.kind,
      address: each.address,
      accountId: each.account ?? undefined,
      createdAt: new Date(each.created_at),
    })),
  };
}
