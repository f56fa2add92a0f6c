import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatAccountId } from "../../ids.ts";
import type { AccountUsage } from "../../stored-accounts/stored-account.ts";

/** An account as it is stored. */
export interface AccountRow {
  /** As it is shown: `acc_…`. */
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly usage: AccountUsage;
  readonly sealedSettings: string;
  readonly createdAt: Date;
  readonly changedAt: Date;
}

type Row = Omit<AccountRow, "id"> & { readonly id: string };

const columns = sql`id, provider, name, usage, sealed_settings as "sealedSettings", created_at as "createdAt", changed_at as "changedAt"`;
const now = sql`(select todoke_now())`;

/** Those that are not archived, in the order in which they were made. */
export function readAccountRows(database: Database, projectId: string): Promise<readonly AccountRow[]> {
  return select(database, sql`select ${columns} from account where project_id = ${projectId} and archived_at is null order by id`);
}

/** The same for one of them, which nobody else changes until the transaction ends. */
export async function lockAccountRow(transaction: Database, projectId: string, id: string): Promise<AccountRow | undefined> {
  const [row] = await select(transaction, sql`
    select ${columns} from account where project_id = ${projectId} and id = ${id} and archived_at is null for update`);
  return row;
}

/** What is written of an account. */
export interface WrittenAccount extends Pick<AccountRow, "provider" | "name" | "usage" | "sealedSettings"> {
  readonly projectId: string;
  /** A UUID. */
  readonly id: string;
}

/** Writes it, whether it is new or not. */
export async function writeAccountRow(database: Database, account: WrittenAccount): Promise<AccountRow> {
  const { projectId, id, provider, name, usage, sealedSettings } = account;
  const [row] = await select(database, sql`
    insert into account (project_id, id, provider, name, usage, sealed_settings, created_at, changed_at)
    values (${projectId}, ${id}, ${provider}, ${name}, ${JSON.stringify(usage)}::jsonb, ${sealedSettings}, ${now}, ${now})
    on conflict (project_id, id) do update set
      name = excluded.name, usage = excluded.usage, sealed_settings = excluded.sealed_settings, changed_at = excluded.changed_at
    returning ${columns}`);
  return row!;
}

/** Its secrets go; what names it can still tell what it was. */
export async function archiveAccountRow(database: Database, projectId: string, id: string): Promise<void> {
  await sql`
    update account set archived_at = ${now}, sealed_settings = null, usage = '{}'
    where project_id = ${projectId} and id = ${id}`.execute(database);
}

async function select(database: Database, query: RawBuilder<unknown>): Promise<readonly AccountRow[]> {
  const { rows } = await (query as RawBuilder<Row>).execute(database);
  return rows.map((row) => ({ ...row, id: formatAccountId(row.id) }));
}
