import { sql, type RawBuilder } from "kysely";
import type { Database } from "../../database/open-database.ts";

/**
 * Removes the addresses of members, given as rows of `position` and `addresses`. The list is locked. Each address is
 * looked up by its key: a join would read the whole list where the database has no statistics of it yet.
 */
export async function forgetAddresses(database: Database, projectId: string, audienceId: string, members: RawBuilder<unknown>): Promise<void> {
  await sql`
    delete from audience_address where ctid = any(array(
      select found.row_id from (${members}) m cross join lateral jsonb_each_text(m.addresses) e cross join lateral (
        select a.ctid as row_id from audience_address a
        where a.project_id = ${projectId} and a.audience_id = ${audienceId}::uuid and a.kind = e.key and a.address = e.value
          and a.position = m.position limit 1
      ) found))`.execute(database);
}
