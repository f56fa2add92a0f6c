import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatAccountId } from "../../ids.ts";

/** A column of sealed secrets. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** As its secrets are sealed for. */
  readonly kind: string;
  /** The column that names the row within its project; absent where a project has one row. */
  readonly idColumn?: string;
  /** The row's name as its secrets are sealed for, out of that column; else it is the column's text, or the project's id. */
  readonly nameOf?: (id: string) => string;
}

/** Every place where secrets are stored. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: "account", column: "sealed_settings", kind: "account", idColumn: "id", nameOf: formatAccountId },
  { table: "webhook_endpoint", column: "secret", kind: "webhook_endpoint.secret", idColumn: "id" },
  { table: "webhook_endpoint", column: "former_secret", kind: "webhook_endpoint.secret", idColumn: "id" },
  { table: "webhook_secret", column: "secret", kind: "webhook_secret.secret" },
  { table: "webhook_secret", column: "former_secret", kind: "webhook_secret.secret" },
];

/** A secret as it is stored. */
export interface SealedSecret {
  readonly projectId: string;
  readonly id: string;
  readonly sealed: string;
}

/** Those of a column, in all projects, that do not begin so. */
export async function findSealedSecrets(database: Database, { table, column, idColumn = "project_id" }: SealedColumn, beginning: string): Promise<readonly SealedSecret[]> {
  const { rows } = await sql<SealedSecret>`
    select project_id as "projectId", ${sql.ref(idColumn)}::text as id, ${sql.ref(column)} as sealed from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${beginning})`.execute(database);
  return rows;
}

/** Stores the same secret in another form, unless somebody else has replaced it. */
export async function replaceSealedSecret(
  database: Database,
  { table, column, idColumn = "project_id" }: SealedColumn,
  { projectId, id, sealed }: SealedSecret,
  replacement: string,
): Promise<void> {
  await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${replacement}
    where project_id = ${projectId} and ${sql.ref(idColumn)}::text = ${id} and ${sql.ref(column)} = ${sealed}`.execute(database);
}
