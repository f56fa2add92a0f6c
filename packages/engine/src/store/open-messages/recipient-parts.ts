import type { Problem } from "@todoke/core";
import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { LineBatch, PartState } from "../../open-messages/part-lines.ts";
import type { RecipientPart, RefusedLine } from "../../open-messages/open-messages-view.ts";
import type { Page, PageRequest } from "../../message-view.ts";

/** A part as whoever adds to it needs it. */
export interface StoredPart extends PartState {
  readonly isComplete: boolean;
}

/** Undefined where nothing of the part is stored. */
export async function readStoredPart(database: Database, projectId: string, messageId: string, part: string): Promise<StoredPart | undefined> {
  const { rows } = await sql<{ lines: number; digest: string; is_complete: boolean }>`
    select lines, digest, is_complete from recipient_part
    where project_id = ${projectId} and message_id = ${messageId} and part = ${part}`.execute(database);
  const row = rows[0];
  return row && { lines: row.lines, digest: row.digest, isComplete: row.is_complete };
}

/** Brings a part up to date with lines that are stored in the same transaction. */
export async function advancePart(transaction: Database, projectId: string, messageId: string, part: string, batch: LineBatch): Promise<void> {
  const { recipients, refused, digest, isLast } = batch;
  await sql`
    with refused as (
      insert into refused_line (project_id, message_id, part, line, problems)
      select ${projectId}, ${messageId}::uuid, ${part}::text, r.line, r.problems
      from json_to_recordset(${JSON.stringify(refused)}::json) as r (line int, problems jsonb)
    )
    insert into recipient_part as p (project_id, message_id, part, lines, taken, refused, digest, is_complete, updated_at)
    values (${projectId}, ${messageId}, ${part}, ${recipients.length + refused.length}, ${recipients.length}, ${refused.length}, ${digest}, ${isLast}, todoke_now())
    on conflict (project_id, message_id, part) do update set lines = p.lines + excluded.lines, taken = p.taken + excluded.taken,
      refused = p.refused + excluded.refused, digest = excluded.digest, is_complete = excluded.is_complete,
      updated_at = excluded.updated_at`.execute(transaction);
}

/** How many refused lines a part shows itself. */
const shownRefusals = 100;

export async function readPart(database: Database, projectId: string, messageId: string, part: string): Promise<RecipientPart | undefined> {
  const { rows } = await selectParts(projectId, messageId, sql`p.part = ${part}`).execute(database);
  return rows[0] && toPart(rows[0]);
}

/** By name; the cursor is the last name. */
export async function readParts(database: Database, projectId: string, messageId: string, { cursor, limit }: PageRequest): Promise<Page<RecipientPart>> {
  const after = cursor === undefined ? sql`true` : sql`p.part > ${cursor}`;
  const { rows } = await selectParts(projectId, messageId, sql`${after} order by p.part limit ${limit + 1}`).execute(database);
  const items = rows.slice(0, limit).map(toPart);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.part };
}

/** PostgreSQL's largest integer. */
const largestLine = 2 ** 31 - 1;

/** By part and line; the cursor is the last line and the name of its part. */
export async function readRefusedLines(database: Database, projectId: string, messageId: string, { cursor, limit }: PageRequest): Promise<Page<RefusedLine>> {
  const [, line = "0", part = ""] = /^(\d+) (.+)$/s.exec(cursor ?? "") ?? [];
  const { rows } = await sql<RefusedLine>`
    select part, line, problems from refused_line
    where project_id = ${projectId} and message_id = ${messageId} and (part, line) > (${part}, ${Math.min(Number(line), largestLine)})
    order by part, line limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit);
  if (rows.length <= limit) return { items };
  const last = items.at(-1)!;
  return { items, nextCursor: `${last.line} ${last.part}` };
}

interface PartRow {
  readonly part: string;
  readonly lines: number;
  readonly taken: number;
  readonly refused: number;
  readonly is_complete: boolean;
  readonly updated_at: Date;
  readonly refused_lines: readonly { readonly line: number; readonly problems: readonly Problem[] }[] | null;
}

function selectParts(projectId: string, messageId: string, condition: RawBuilder<unknown>): RawBuilder<PartRow> {
  return sql<PartRow>`
    select p.part, p.lines, p.taken, p.refused, p.is_complete, p.updated_at, (
      select json_agg(json_build_object('line', f.line, 'problems', f.problems) order by f.line) from (
        select l.line, l.problems from refused_line l
        where p.refused > 0 and l.project_id = p.project_id and l.message_id = p.message_id and l.part = p.part
        order by l.line limit ${shownRefusals}) f) as refused_lines
    from recipient_part p where p.project_id = ${projectId} and p.message_id = ${messageId} and ${condition}`;
}

function toPart({ part, lines, taken, refused, is_complete: isComplete, updated_at: updatedAt, refused_lines: refusals }: PartRow): RecipientPart {
  return { part, lines, taken, refused, isComplete, updatedAt, refusedLines: (refusals ?? []).map((line) => ({ part, ...line })) };
}
