import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { TemplateContent, TemplateVersion } from "../../templates/template-view.ts";

interface VersionRow extends TemplateContent {
  readonly version: number;
  readonly created_at: Date;
}

const columns: RawBuilder<unknown> = sql`version, content, variants, variables, created_at`;

/** The next one, and from now on the latest. Undefined where the template is archived. */
export async function insertVersion(
  database: Database,
  projectId: string,
  templateId: string,
  { content, variants, variables }: TemplateContent,
): Promise<TemplateVersion | undefined> {
  const { rows } = await sql<VersionRow>`
    with counted as (
      update template set latest_version = latest_version + 1, updated_at = todoke_now()
      where project_id = ${projectId} and id = ${templateId} and archived_at is null
      returning latest_version, updated_at
    )
    insert into template_version (project_id, template_id, version, content, variants, variables, created_at)
    select ${projectId}, ${templateId}, latest_version, ${JSON.stringify(content)}::jsonb, ${JSON.stringify(variants)}::jsonb,
      ${JSON.stringify(variables)}::jsonb, updated_at from counted
    returning ${columns}`.execute(database);
  return rows[0] && toVersion(rows[0]);
}

export async function readVersion(database: Database, projectId: string, templateId: string, version: number): Promise<TemplateVersion | undefined> {
  const { rows } = await sql<VersionRow>`
    select ${columns} from template_version
    where project_id = ${projectId} and template_id = ${templateId} and version = ${version}`.execute(database);
  return rows[0] && toVersion(rows[0]);
}

/** A template that a message names, with the version of it that is meant; null where it has no such version. */
export interface NamedTemplate {
  readonly id: string;
  readonly isArchived: boolean;
  readonly version: TemplateVersion | null;
}

/** By its id or its name; `version` undefined: the latest. */
export async function findNamedTemplate(
  database: Database,
  projectId: string,
  by: { readonly id: string } | { readonly name: string },
  version: number | undefined,
): Promise<NamedTemplate | undefined> {
  // Of several with a name one at most is not archived.
  const { rows } = await sql<{ id: string; is_archived: boolean; latest_version: number }>`
    select id, archived_at is not null as is_archived, latest_version from template
    where project_id = ${projectId} and ${"id" in by ? sql`id = ${by.id}` : sql`name = ${by.name}`}
    order by archived_at desc nulls first limit 1`.execute(database);
  const [template] = rows;
  if (template === undefined) return undefined;
  const found = await readVersion(database, projectId, template.id, version ?? template.latest_version);
  return { id: template.id, isArchived: template.is_archived, version: found ?? null };
}

function toVersion({ version, content, variants, variables, created_at: createdAt }: VersionRow): TemplateVersion {
  return { version, createdAt, content, variants, variables };
}
