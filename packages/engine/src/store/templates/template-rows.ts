import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { formatTemplateId, newId, parseTemplateId } from "../../ids.ts";
import type { Page } from "../../message-view.ts";
import type { TemplateContent, TemplateDetail, TemplateListRequest, TemplateView } from "../../templates/template-view.ts";

interface TemplateRow {
  readonly id: string;
  readonly name: string;
  readonly latest_version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
}

const columns: RawBuilder<unknown> = sql`id, name, latest_version, created_at, updated_at, archived_at`;

/** With version 1. Undefined where another template has the name. */
export async function insertTemplate(
  database: Database,
  projectId: string,
  name: string,
  { content, variants, variables }: TemplateContent,
): Promise<TemplateDetail | undefined> {
  const { rows } = await sql<TemplateRow>`
    with made as (
      insert into template (project_id, id, name, latest_version, created_at, updated_at)
      select ${projectId}, ${newId()}, ${name}, 1, now, now from (select todoke_now() as now) clock
      on conflict (project_id, name) where archived_at is null do nothing
      returning ${columns}
    ), first_version as (
      insert into template_version (project_id, template_id, version, content, variants, variables, created_at)
      select ${projectId}, id, 1, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(variants)}::jsonb, ${JSON.stringify(variables)}::jsonb, created_at from made
    )
    select ${columns} from made`.execute(database);
  const view = rows[0] && toView(rows[0]);
  return view && { ...view, latest: { version: 1, createdAt: view.createdAt, content, variants, variables } };
}

export async function readTemplate(database: Database, projectId: string, id: string): Promise<TemplateView | undefined> {
  const { rows } = await sql<TemplateRow>`select ${columns} from template where project_id = ${projectId} and id = ${id}`.execute(database);
  return rows[0] && toView(rows[0]);
}

/** Newest first. */
export async function readTemplates(
  database: Database,
  projectId: string,
  { cursor, limit, archived = false }: TemplateListRequest,
): Promise<Page<TemplateView>> {
  const before = cursor === undefined ? undefined : parseTemplateId(cursor);
  const { rows } = await sql<TemplateRow>`
    select ${columns} from template
    where project_id = ${projectId} and ${archived ? sql`archived_at is not null` : sql`archived_at is null`}
      and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

/** One that is archived already keeps its time. */
export async function archiveTemplate(database: Database, projectId: string, id: string): Promise<TemplateView | undefined> {
  const { rows } = await sql<TemplateRow>`
    update template set archived_at = coalesce(archived_at, todoke_now())
    where project_id = ${projectId} and id = ${id} returning ${columns}`.execute(database);
  return rows[0] && toView(rows[0]);
}

function toView({ id, name, latest_version: latestVersion, created_at: createdAt, updated_at: updatedAt, archived_at: archivedAt }: TemplateRow): TemplateView {
  return { id: formatTemplateId(id), name, latestVersion, createdAt, updatedAt, ...(archivedAt === null ? {} : { archivedAt }) };
}
