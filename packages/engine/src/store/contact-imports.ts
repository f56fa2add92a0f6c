import { sql, type RawBuilder } from "kysely";
import type { ImportFailure, ImportStatus, ImportView } from "../contacts/import-view.ts";
import type { Database } from "../database/open-database.ts";
import { formatImportId, newId } from "../ids.ts";

/** An import whose next page is ours to read. */
export interface ClaimedImport {
  readonly id: string;
  readonly accountId: string;
  readonly cursor: string | undefined;
  /** How old the cursor is, in milliseconds. */
  readonly cursorAgeMs: number;
  readonly pages: number;
  /** Failures since the last page. */
  readonly failures: number;
  readonly startedAt: Date;
}

/** What one page brought. */
export interface ImportedPage {
  readonly read: number;
  readonly added: number;
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
}

interface ImportRow {
  readonly id: string;
  readonly account_id: string;
  readonly status: ImportStatus;
  readonly read: number;
  readonly added: number;
  readonly started_at: Date;
  readonly updated_at: Date;
  readonly completed_at: Date | null;
  readonly failure: ImportFailure | null;
}

const now = sql`(select todoke_now())`;

/** Begins an import, unless one of this account is under way: then gives that. */
export async function beginImport(database: Database, projectId: string, accountId: string): Promise<ImportView> {
  await sql`
    insert into contact_import (project_id, id, account_id, status, started_at, updated_at, due_at)
    values (${projectId}, ${newId()}, ${accountId}, 'running', ${now}, ${now}, ${now})
    on conflict do nothing`.execute(database);
  const [view] = await selectImports(database, projectId, sql`account_id = ${accountId} order by id desc limit 1`);
  return view!;
}

export async function readImport(database: Database, projectId: string, id: string): Promise<ImportView | undefined> {
  const [view] = await selectImports(database, projectId, sql`id = ${id}`);
  return view;
}

async function selectImports(database: Database, projectId: string, condition: RawBuilder<unknown>): Promise<readonly ImportView[]> {
  const { rows } = await sql<ImportRow>`
    select id, account_id, status, read, added, started_at, updated_at, completed_at, failure from contact_import
    where project_id = ${projectId} and ${condition}`.execute(database);
  return rows.map((row) => ({
    id: formatImportId(row.id),
    account: row.account_id,
    status: row.status,
    read: row.read,
    added: row.added,
    startedAt: row.started_at,
    updatedAt: row.updated_at,
    ...(row.completed_at === null ? {} : { completedAt: row.completed_at }),
    ...(row.failure === null ? {} : { failure: row.failure }),
  }));
}

/** Takes the import that has waited longest for `leaseMs`; whoever holds it longer may find it taken over. */
export async function claimImport(database: Database, projectId: string, leaseMs: number): Promise<ClaimedImport | undefined> {
  const { rows } = await sql<{
    id: string;
    account_id: string;
    cursor: string | null;
    cursor_age_ms: number | null;
    pages: number;
    failures: number;
    started_at: Date;
  }>`
    update contact_import i set due_at = ${now} + ${leaseMs} * interval '1 millisecond'
    from (select id from contact_import where project_id = ${projectId} and due_at <= ${now}
      order by due_at limit 1 for update skip locked) due
    where i.project_id = ${projectId} and i.id = due.id
    returning i.id, i.account_id, i.cursor, i.pages, i.failures, i.started_at,
      extract(epoch from ${now} - i.cursor_at)::float8 * 1000 as cursor_age_ms`.execute(database);
  const row = rows[0];
  return row && {
    id: row.id,
    accountId: row.account_id,
    cursor: row.cursor ?? undefined,
    cursorAgeMs: row.cursor_age_ms ?? 0,
    pages: row.pages,
    failures: row.failures,
    startedAt: row.started_at,
  };
}

/** Locks the import for this transaction; false when its page was taken over by somebody else. */
export async function lockImport(transaction: Database, projectId: string, { id, pages }: ClaimedImport): Promise<boolean> {
  const { rows } = await sql`
    select 1 from contact_import
    where project_id = ${projectId} and id = ${id} and pages = ${pages} and status = 'running' for update`.execute(transaction);
  return rows.length > 0;
}

/** Counts a page and goes on with the next, or ends the import. */
export async function writeImportedPage(transaction: Database, projectId: string, id: string, { read, added, nextCursor }: ImportedPage): Promise<void> {
  const isLast = nextCursor === undefined;
  await sql`
    update contact_import set pages = pages + 1, read = read + ${read}, added = added + ${added}, failures = 0,
      failure = null, cursor = ${nextCursor ?? null}, cursor_at = ${now}, updated_at = ${now},
      status = ${isLast ? "completed" : "running"},
      completed_at = ${isLast ? now : null}, due_at = ${isLast ? null : now}
    where project_id = ${projectId} and id = ${id}`.execute(transaction);
}

/** Begins again at the head of the list: what was counted is counted anew, and who was added stays. */
export async function restartImport(database: Database, projectId: string, { id, pages }: ClaimedImport): Promise<void> {
  await sql`
    update contact_import set pages = pages + 1, read = 0, cursor = null, cursor_at = null, updated_at = ${now}, due_at = ${now}
    where project_id = ${projectId} and id = ${id} and pages = ${pages} and status = 'running'`.execute(database);
}

/** Keeps what went wrong; tries again after `delayMs`, or ends the import where that is undefined. */
export async function writeImportFailure(
  database: Database,
  projectId: string,
  { id, pages }: ClaimedImport,
  failure: ImportFailure,
  delayMs: number | undefined,
): Promise<void> {
  const isOver = delayMs === undefined;
  await sql`
    update contact_import set failure = ${JSON.stringify(failure)}::jsonb, failures = failures + 1, updated_at = ${now},
      status = ${isOver ? "failed" : "running"}, completed_at = ${isOver ? now : null},
      due_at = ${isOver ? null : sql`${now} + ${delayMs} * interval '1 millisecond'`}
    where project_id = ${projectId} and id = ${id} and pages = ${pages} and status = 'running'`.execute(database);
}
