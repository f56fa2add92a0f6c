import type { ErrorClass } from "@todoke/core";
import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { AccountProbe, ProbeResult } from "../../stored-accounts/stored-account.ts";

interface ProbeRow {
  readonly account_id: string;
  readonly probed_at: Date;
  readonly name: string | null;
  readonly address: string | null;
  readonly error_class: ErrorClass | null;
  readonly provider_code: string | null;
}

/** The last word on each account, by its id. */
export async function readAccountProbes(database: Database, projectId: string): Promise<ReadonlyMap<string, AccountProbe>> {
  const { rows } = await sql<ProbeRow>`
    select account_id, probed_at, name, address, error_class, provider_code
    from account_probe where project_id = ${projectId}`.execute(database);
  return new Map(rows.map((row) => [row.account_id, toProbe(row)]));
}

export async function writeAccountProbe(database: Database, projectId: string, accountId: string, result: ProbeResult): Promise<void> {
  const { name = null, address = null } = result.works ? result : {};
  const { errorClass = null, providerCode = null } = result.works ? {} : result;
  await sql`
    insert into account_probe (project_id, account_id, probed_at, name, address, error_class, provider_code)
    values (${projectId}, ${accountId}, (select todoke_now()), ${name}, ${address}, ${errorClass}, ${providerCode})
    on conflict (project_id, account_id) do update set probed_at = excluded.probed_at, name = excluded.name, address = excluded.address,
      error_class = excluded.error_class, provider_code = excluded.provider_code`.execute(database);
}

/** What was found with other credentials says nothing. */
export async function deleteAccountProbe(database: Database, projectId: string, accountId: string): Promise<void> {
  await sql`delete from account_probe where project_id = ${projectId} and account_id = ${accountId}`.execute(database);
}

function toProbe({ probed_at: probedAt, name, address, error_class: errorClass, provider_code: providerCode }: ProbeRow): AccountProbe {
  if (errorClass !== null) return { probedAt, works: false, errorClass, providerCode: providerCode ?? "unknown" };
  return { probedAt, works: true, name: name ?? "", ...(address !== null && { address }) };
}
