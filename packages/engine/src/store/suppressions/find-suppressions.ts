import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { Suppression } from "../../suppressions/suppression.ts";
import { selectSuppressions, toView } from "./read-suppressions.ts";

/** Addresses of one kind. */
export interface AddressesOfKind {
  readonly kind: string;
  readonly addresses: readonly string[];
}

/** What holds for these addresses now, by `kind address`. */
export async function findSuppressions(
  database: Database,
  projectId: string,
  questions: readonly AddressesOfKind[],
): Promise<ReadonlyMap<string, readonly Suppression[]>> {
  const found = new Map<string, Suppression[]>();
  for (const { kind, addresses } of questions) {
    // Mostly there are none, and then nobody needs to send thousands of addresses to hear it.
    if (addresses.length === 0 || !(await hasAny(database, projectId, kind))) continue;
    const condition = sql`s.address_kind = ${kind} and s.address = any(${[...addresses]}::text[]) order by s.id`;
    const { rows } = await selectSuppressions(projectId, condition).execute(database);
    for (const row of rows) {
      const known = found.get(`${kind} ${row.address}`);
      if (known === undefined) found.set(`${kind} ${row.address}`, [toView(row)]);
      else known.push(toView(row));
    }
  }
  return found;
}

async function hasAny(database: Database, projectId: string, kind: string): Promise<boolean> {
  const { rows } = await sql<{ exists: boolean }>`
    select exists (select from suppression where project_id = ${projectId} and lifted_at is null
      and address_kind = ${kind})`.execute(database);
  return rows[0]!.exists;
}
