import { sql } from "kysely";
import type { Database } from "../../database/open-database.ts";
import { firstIdAt } from "../../ids.ts";

const keptForMs = 30 * 86_400_000;
const limit = 2_000;

/** Forgets firings of events that came in more than 30 days ago, and turns that hold nobody back any more. Gives how many there were. */
export async function dropOldFirings(database: Database, projectId: string, now: Date): Promise<number> {
  const oldest = firstIdAt(new Date(now.getTime() - keptForMs));
  const { rows: firings } = await sql`
    delete from trigger_firing f using (
      select o.trigger_id, o.event_id from message_trigger t cross join lateral (
        select trigger_id, event_id from trigger_firing
        where project_id = ${projectId} and trigger_id = t.id and event_id < ${oldest}::uuid order by event_id limit ${limit}
      ) o where t.project_id = ${projectId} limit ${limit}
    ) old
    where f.project_id = ${projectId} and f.trigger_id = old.trigger_id and f.event_id = old.event_id returning 1`.execute(database);
  const { rows: turns } = await sql`
    delete from trigger_turn u using message_trigger t
    where u.project_id = ${projectId} and t.project_id = ${projectId} and t.id = u.trigger_id
      and u.at < todoke_now() - t.at_most_every_ms * interval '1 millisecond' returning 1`.execute(database);
  return firings.length + turns.length;
}
