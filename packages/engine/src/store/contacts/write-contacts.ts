import { sql } from "kysely";
import type { ContactState } from "../../contacts/contact-state.ts";
import type { Database } from "../../database/open-database.ts";

/** Rows in one statement: few enough that an embedded database does not hold the process up. */
const writeSize = 500;

/**
 * Writes contacts as they are now, and takes away those that were absorbed. To be called in the transaction that locked
 * them. Throws what `retryOnConflict` tries again where somebody else took a reference or an address in between.
 */
export async function writeContacts(
  transaction: Database,
  projectId: string,
  contacts: readonly ContactState[],
  absorbed: readonly string[],
): Promise<void> {
  try {
    await forget(transaction, projectId, contacts, absorbed);
    for (let start = 0; start < contacts.length; start += writeSize) {
      await write(transaction, projectId, contacts.slice(start, start + writeSize));
    }
  } catch (error) {
    throw isTaken(error) ? new TakenInBetweenError() : error;
  }
}

/** Takes away who was absorbed, and the addresses that somebody no longer has. */
async function forget(transaction: Database, projectId: string, contacts: readonly ContactState[], absorbed: readonly string[]): Promise<void> {
  await sql`
    delete from contact_address a
    where a.project_id = ${projectId} and a.contact_id = any(${[...absorbed, ...contacts.map(({ id }) => id)]}::uuid[])
      and not exists (
        select from json_to_recordset(${JSON.stringify(contacts.flatMap(addressRows))}::json) as r (contact_id uuid, kind text, address text)
        where r.contact_id = a.contact_id and r.kind = a.kind and r.address = a.address)`.execute(transaction);
  if (absorbed.length === 0) return;
  await sql`delete from contact where project_id = ${projectId} and id = any(${[...absorbed]}::uuid[])`.execute(transaction);
}

async function write(transaction: Database, projectId: string, contacts: readonly ContactState[]): Promise<void> {
  await sql`
    with clock as materialized (select todoke_now() as now)
    insert into contact (project_id, id, kind, reference, locale, time_zone, attributes, is_tester, source, created_at, updated_at)
    select ${projectId}, r.id, r.kind, r.reference, r.locale, r.time_zone, r.attributes, r.is_tester, r.source, clock.now, clock.now
    from clock, json_to_recordset(${JSON.stringify(contacts.map(contactRow))}::json) as r (id uuid, kind text, reference text,
      locale text, time_zone text, attributes jsonb, is_tester boolean, source text)
    order by r.id
    on conflict (project_id, id) do update set kind = excluded.kind, reference = excluded.reference, locale = excluded.locale,
      time_zone = excluded.time_zone, attributes = excluded.attributes, is_tester = excluded.is_tester,
      updated_at = excluded.updated_at`.execute(transaction);
  await sql`
    with clock as materialized (select todoke_now() as now)
    insert into contact_address (project_id, address, kind, contact_id, account_id, created_at)
    select ${projectId}, r.address, r.kind, r.contact_id, r.account_id, coalesce(r.created_at, clock.now)
    from clock, json_to_recordset(${JSON.stringify(contacts.flatMap(addressRows))}::json) as r (contact_id uuid, kind text,
      address text, account_id text, created_at timestamptz)
    where not exists (select from contact_address a
      where a.project_id = ${projectId} and a.address = r.address and a.kind = r.kind and a.contact_id = r.contact_id)
    order by r.address, r.kind`.execute(transaction);
}

function contactRow({ id, kind, reference, locale, timeZone, attributes, isTester, source }: ContactState) {
  return { id, kind, reference, locale, time_zone: timeZone, attributes, is_tester: isTester, source };
}

function addressRows({ id, addresses }: ContactState) {
  return addresses.map(({ kind, address, accountId, createdAt }) => ({
    contact_id: id,
    kind,
    address,
    account_id: accountId,
    created_at: createdAt,
  }));
}

/** PostgreSQL's word for a second row with a key that only one can have. */
const uniqueViolation = "23505";

function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === uniqueViolation;
}

/** What was free when it was looked for is no longer: the whole transaction is tried again, and finds it. */
class TakenInBetweenError extends Error {
  /** As for any other conflict between transactions. */
  readonly code = "40001";

  constructor() {
    super("a reference or an address was taken in between");
  }
}
