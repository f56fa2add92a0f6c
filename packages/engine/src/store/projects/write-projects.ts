import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import type { NewProject, Project } from "../../projects/project-view.ts";
import { shownColumns } from "./read-projects.ts";

/** With the counters that each project has one of. Undefined where there is one with this id. */
export async function insertProject(database: Database, { id, name }: NewProject): Promise<Project | undefined> {
  const { rows } = await sql<Project>`
    with made as (
      insert into project (id, name, created_at) values (${id}, ${name}, todoke_now()) on conflict do nothing returning id, name, created_at
    ), inbound as (
      insert into inbound_counter (project_id, position) select id, 0 from made
    ), reports as (
      insert into report_counter (project_id, position) select id, 0 from made
    )
    select ${shownColumns} from made`.execute(database);
  return rows[0];
}

export async function renameProject(database: Database, id: string, name: string): Promise<Project | undefined> {
  const { rows } = await sql<Project>`update project set name = ${name} where id = ${id} returning ${shownColumns}`.execute(database);
  return rows[0];
}
