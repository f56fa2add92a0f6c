import type { JsonObject } from "@todoke/core";
import { sql, type Kysely, type RawBuilder } from "kysely";
import type { AddressCount, AudienceType, AudienceView } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { formatAudienceId, newId, parseAudienceId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";

interface AudienceRow {
  readonly id: string;
  readonly type: AudienceType;
  readonly name: string;
  readonly filter: JsonObject | null;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly members: number;
}

const columns: RawBuilder<unknown> = sql`id, type, name, filter, created_at, updated_at, members`;

/** What a caller wants kept. */
export interface NewAudience {
  readonly type: AudienceType;
  readonly name: string;
  /** Of a filter. */
  readonly filter?: JsonObject;
}

export async function insertAudience(database: Database, projectId: string, { type, name, filter }: NewAudience): Promise<AudienceView> {
  const { rows } = await sql<AudienceRow>`
    insert into audience (project_id, id, type, name, filter, created_at, updated_at)
    select ${projectId}, ${newId()}, ${type}, ${name}, ${filter === undefined ? null : JSON.stringify(filter)}::jsonb, now, now from (select todoke_now() as now) clock
    returning ${columns}`.execute(database);
  return toView(rows[0]!);
}

/** What is absent stays. Undefined when there is no such audience. */
export async function updateAudience(
  database: Database,
  projectId: string,
  id: string,
  { name, filter }: Partial<Pick<NewAudience, "name" | "filter">>,
): Promise<AudienceView | undefined> {
  const { rows } = await sql<AudienceRow>`
    update audience set name = coalesce(${name ?? null}::text, name), filter = coalesce(${filter === undefined ? null : JSON.stringify(filter)}::jsonb, filter),
      updated_at = (select todoke_now())
    where project_id = ${projectId} and id = ${id} returning ${columns}`.execute(database);
  return rows[0] && toView(rows[0]);
}

export async function readAudience(database: Database, projectId: string, id: string): Promise<AudienceView | undefined> {
  const { rows } = await sql<AudienceRow>`
    select ${columns} from audience where project_id = ${projectId} and id = ${id}`.execute(database);
  return rows[0] && toView(rows[0]);
}

/** Newest first. */
export async function readAudiences(database: Database, projectId: string, { cursor, limit }: PageRequest): Promise<Page<AudienceView>> {
  const before = cursor === undefined ? undefined : parseAudienceId(cursor);
  const { rows } = await sql<AudienceRow>`
    select ${columns} from audience
    where project_id = ${projectId} and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function countAddresses(database: Database, projectId: string, id: string): Promise<readonly AddressCount[]> {
  const { rows } = await sql<AddressCount>`
    select kind, count(*)::int as members, count(distinct address)::int as distinct from audience_address
    where project_id = ${projectId} and audience_id = ${id} group by kind order by kind`.execute(database);
  return rows;
}

/** With its members, and with the pushes of it that are under way. False when there is no such list. */
export function deleteAudience(connection: Kysely<unknown>, projectId: string, id: string): Promise<boolean> {
  return connection.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      delete from audience where project_id = ${projectId} and id = ${id} returning id`.execute(transaction);
    for (const table of ["audience_member", "audience_address", "audience_push"]) {
      await sql`delete from ${sql.table(table)} where project_id = ${projectId} and audience_id = ${id}`.execute(transaction);
    }
    return rows.length === 1;
  });
}

/** Of a filter that is kept; undefined when there is none by this id. */
export async function readStoredFilter(database: Database, projectId: string, id: string): Promise<JsonObject | undefined> {
  const { rows } = await sql<{ filter: JsonObject }>`
    select filter from audience where project_id = ${projectId} and id = ${id} and type = 'filter'`.execute(database);
  return rows[0]?.filter;
}

function toView({ id, type, name, filter, created_at: createdAt, updated_at: updatedAt, members }: AudienceRow): AudienceView {
  return { id: formatAudienceId(id), type, name, createdAt, updatedAt, ...(filter === null ? { members } : { filter }) };
}
