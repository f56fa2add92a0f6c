import type { Problem } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { RefusedUploadLine, UploadView } from "../../uploads/upload-view.ts";
import type { StoredPart } from "../open-messages/recipient-parts.ts";

/** Which upload, of which kind of thing. */
export interface UploadKey {
  readonly projectId: string;
  readonly kind: "contacts" | "suppressions";
  readonly name: string;
}

/** Undefined where nothing of it is stored. */
export async function readStoredUpload(database: Database, { projectId, kind, name }: UploadKey): Promise<StoredPart | undefined> {
  const { rows } = await sql<{ lines: number; digest: string; is_complete: boolean }>`
    select lines, digest, is_complete from upload
    where project_id = ${projectId} and kind = ${kind} and name = ${name} for update`.execute(database);
  const row = rows[0];
  return row && { lines: row.lines, digest: row.digest, isComplete: row.is_complete };
}

/** What became of some lines. */
export interface UploadedLines {
  readonly taken: number;
  readonly added: number;
  readonly refused: readonly RefusedUploadLine[];
  readonly digest: string;
  readonly isLast: boolean;
}

/** Brings an upload up to date with lines that are stored in the same transaction. */
export async function advanceUpload(
  transaction: Database,
  { projectId, kind, name }: UploadKey,
  { taken, added, refused, digest, isLast }: UploadedLines,
): Promise<void> {
  await sql`
    with refused as (
      insert into upload_refused_line (project_id, kind, name, line, problems)
      select ${projectId}, ${kind}::text, ${name}::text, r.line, r.problems
      from json_to_recordset(${JSON.stringify(refused)}::json) as r (line int, problems jsonb)
    )
    insert into upload as u (project_id, kind, name, lines, taken, added, refused, digest, is_complete, began_at, updated_at)
    select ${projectId}, ${kind}, ${name}, ${taken + refused.length}, ${taken}, ${added}, ${refused.length}, ${digest}, ${isLast}, now, now
    from (select todoke_now() as now) clock
    on conflict (project_id, kind, name) do update set lines = u.lines + excluded.lines, taken = u.taken + excluded.taken,
      added = u.added + excluded.added, refused = u.refused + excluded.refused, digest = excluded.digest,
      is_complete = excluded.is_complete, updated_at = excluded.updated_at`.execute(transaction);
}

/** How many refused lines an upload shows itself. */
const shownRefusals = 100;

export async function readUpload(database: Database, key: UploadKey): Promise<UploadView | undefined> {
  const { rows } = await selectUploads(key, sql`u.name = ${key.name}`).execute(database);
  return rows[0] && toView(rows[0]);
}

/** By name; the cursor is the last name. */
export async function readUploads(
  database: Database,
  key: Omit<UploadKey, "name">,
  { cursor, limit }: PageRequest,
): Promise<Page<UploadView>> {
  const after = cursor === undefined ? sql`true` : sql`u.name > ${cursor}`;
  const { rows } = await selectUploads(key, sql`${after} order by u.name limit ${limit + 1}`).execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.name };
}

/** In their order; the cursor is the last line. */
export async function readRefusedUploadLines(
  database: Database,
  { projectId, kind, name }: UploadKey,
  { cursor, limit }: PageRequest,
): Promise<Page<RefusedUploadLine>> {
  const after = /^\d{1,9}$/.test(cursor ?? "") ? Number(cursor) : 0;
  const { rows } = await sql<RefusedUploadLine>`
    select line, problems from upload_refused_line
    where project_id = ${projectId} and kind = ${kind} and name = ${name} and line > ${after}
    order by line limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit);
  return rows.length <= limit ? { items } : { items, nextCursor: String(items.at(-1)!.line) };
}

interface UploadRow {
  readonly name: string;
  readonly lines: number;
  readonly taken: number;
  readonly added: number;
  readonly refused: number;
  readonly is_complete: boolean;
  readonly began_at: Date;
  readonly updated_at: Date;
  readonly refused_lines: readonly { readonly line: number; readonly problems: readonly Problem[] }[] | null;
}

function selectUploads({ projectId, kind }: Omit<UploadKey, "name">, condition: RawBuilder<unknown>): RawBuilder<UploadRow> {
  return sql<UploadRow>`
    select u.name, u.lines, u.taken, u.added, u.refused, u.is_complete, u.began_at, u.updated_at, (
      select json_agg(json_build_object('line', f.line, 'problems', f.problems) order by f.line) from (
        select l.line, l.problems from upload_refused_line l
        where u.refused > 0 and l.project_id = u.project_id and l.kind = u.kind and l.name = u.name
        order by l.line limit ${shownRefusals}) f) as refused_lines
    from upload u where u.project_id = ${projectId} and u.kind = ${kind} and ${condition}`;
}

function toView({ is_complete: isComplete, began_at: beganAt, updated_at: updatedAt, refused_lines: refusedLines, ...row }: UploadRow): UploadView {
  return { ...row, isComplete, beganAt, updatedAt, refusedLines: refusedLines ?? [] };
}
