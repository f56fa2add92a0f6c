import { sql } from "kysely";
import type { ConsentStatement } from "../../consents/consent.ts";
import type { Database } from "../../database/open-database.ts";

/** What somebody said, as a caller tells it. */
export interface NewConsents {
  readonly contactId: string;
  readonly statements: readonly ConsentStatement[];
}

/** Keeps what was said. Without a time of its own it is kept only where something else held. */
export async function writeConsents(
  transaction: Database,
  projectId: string,
  consents: readonly NewConsents[],
  defaultSource: string,
): Promise<void> {
  const rows = consents.flatMap(({ contactId, statements }) =>
    statements.map(({ source = defaultSource, ...statement }) => ({ ...statement, source, contact_id: contactId })));
  if (rows.length === 0) return;
  await sql`
    with clock as materialized (select todoke_now() as now)
    insert into consent (project_id, contact_id, channel, purpose, at, state, source, recorded_at)
    select ${projectId}, r.contact_id, r.channel, r.purpose, coalesce(r.at, clock.now), r.state, r.source, clock.now
    from clock, json_to_recordset(${JSON.stringify(rows)}::json) as r (contact_id uuid, channel text, purpose text, state text,
      source text, at timestamptz)
    where r.at is not null or r.state is distinct from (
      select s.state from consent s
      where s.project_id = ${projectId} and s.contact_id = r.contact_id and s.channel = r.channel and s.purpose = r.purpose
      order by s.at desc, s.state desc limit 1)
    on conflict do nothing`.execute(transaction);
}
