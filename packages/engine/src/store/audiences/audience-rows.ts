import { sql, type Kysely, type RawBuilder } from "kysely";
import type { AddressCount, AudienceView } from "../../audiences/audience-view.ts";
import type { Database } from "../../database/open-database.ts";
import { formatAudienceId, newId, parseAudienceId } from "../../ids.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import { defaultProject } from "../../project.ts";

interface AudienceRow {
  readonly id: string;
  readonly name: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly members: number;
}

const columns: RawBuilder<unknown> = sql`id, name, created_at, updated_at, members`;

export async function insertAudience(database: Database, name: string): Promise<AudienceView> {
  const { rows } = await sql<AudienceRow>`
    insert into audience (project_id, id, name, created_at, updated_at)
    select ${defaultProject}, ${newId()}, ${name}, now, now from (select todoke_now() as now) clock
    returning ${columns}`.execute(database);
  return toView(rows[0]!);
}

export async function readAudience(database: Database, id: string): Promise<AudienceView | undefined> {
  const { rows } = await sql<AudienceRow>`
    select ${columns} from audience where project_id = ${defaultProject} and id = ${id}`.execute(database);
  return rows[0] && toView(rows[0]);
}

/** Newest first. */
export async function readAudiences(database: Database, { cursor, limit }: PageRequest): Promise<Page<AudienceView>> {
  const before = cursor === undefined ? undefined : parseAudienceId(cursor);
  const { rows } = await sql<AudienceRow>`
    select ${columns} from audience
    where project_id = ${defaultProject} and ${before === undefined ? sql`true` : sql`id < ${before}`}
    order by id desc limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit).map(toView);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function countAddresses(database: Database, id: string): Promise<readonly AddressCount[]> {
  const { rows } = await sql<AddressCount>`
    select kind, count(*)::int as members, count(distinct address)::int as distinct from audience_address
    where project_id = ${defaultProject} and audience_id = ${id} group by kind order by kind`.execute(database);
  return rows;
}

/** With its members, and with the pushes of it that are under way. False when there is no such list. */
export function deleteAudience(connection: Kysely<unknown>, id: string): Promise<boolean> {
  return connection.transaction().execute(async (transaction) => {
    const { rows } = await sql`
      delete from audience where project_id = ${defaultProject} and id = ${id} returning id`.execute(transaction);
    for (const table of ["audience_member", "audience_address", "audience_push"]) {
      await sql`delete from ${sql.table(table)} where project_id = ${defaultProject} and audience_id = ${id}`.execute(transaction);
    }
    return rows.length === 1;
  });
}

function toView({ id, name, created_at, updated_at, members }: AudienceRow): AudienceView {
  return { id: formatAudienceId(id), type: "list", name, createdAt: created_at, updatedAt: updated_at, members };
}
