import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { Page, PageRequest } from "../../message-view.ts";
import type { Project } from "../../projects/project-view.ts";

/** The columns that are shown. */
export const shownColumns = sql`id, name, created_at as "createdAt"`;

/** By id; the cursor is the last one. */
export async function readProjects(database: Database, { cursor = "", limit }: PageRequest): Promise<Page<Project>> {
  const { rows } = await sql<Project>`
    select ${shownColumns} from project where id > ${cursor} collate "C" order by id collate "C" limit ${limit + 1}`.execute(database);
  const items = rows.slice(0, limit);
  return rows.length <= limit ? { items } : { items, nextCursor: items.at(-1)!.id };
}

export async function readProject(database: Database, id: string): Promise<Project | undefined> {
  const { rows } = await sql<Project>`select ${shownColumns} from project where id = ${id}`.execute(database);
  return rows[0];
}

/** A project, and how often its accounts have changed. */
export interface ProjectState {
  readonly id: string;
  readonly revision: number;
}

/** Of all of them. */
export async function readProjectStates(database: Database): Promise<readonly ProjectState[]> {
  const { rows } = await sql<ProjectState>`
    select p.id, coalesce(r.revision, 0)::float8 as revision
    from project p left join account_revision r on r.project_id = p.id order by p.id`.execute(database);
  return rows;
}
