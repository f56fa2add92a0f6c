import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";

const isDue = sql`t.due_at <= (select todoke_now())`;
const isPrioritised = sql`t.priority between 0 and 2 and ${isDue}`;

/** Where work comes up without anybody's asking: tables, and what tells it of a row `t`. An index of each begins with the project. */
export const signsOfWork: readonly (readonly [table: string, sign: RawBuilder<unknown>])[] = [
  ["chunk", isPrioritised],
  ["delivery", isPrioritised],
  ["attempt", isPrioritised],
  ["message", sql`t.release_at <= (select todoke_now())`],
  ["inbound_event", sql`t.position is null`],
  ["inbound_event", isDue],
  ["inbound_event", sql`t.triggers_due_at <= (select todoke_now())`],
  ["report", sql`t.position is null`],
  ["contact_import", isDue],
  ["erasure", isDue],
  ["relay_request", isDue],
  ["webhook_post", isDue],
  ["audience_push", isDue],
  ["budget_hold", sql`true`],
];

/** Those of the projects that have something to do by now. */
export async function findDueProjects(database: Database, projectIds: readonly string[]): Promise<readonly string[]> {
  const conditions = signsOfWork.map(([table, sign]) => sql`exists (select from ${sql.table(table)} t where t.project_id = p.id and ${sign})`);
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${[...projectIds]}::text[]) as p (id) where ${sql.join(conditions, sql` or `)}`.execute(database);
  return rows.map(({ id }) => id);
}
