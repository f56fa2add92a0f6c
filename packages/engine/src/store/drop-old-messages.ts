import { sql } from "kysely";
import type { Database } from "../database/open-database.ts";
import { firstIdOf } from "../ids.ts";

/** What hangs on a message besides its deliveries. */
const belongings = ["message_outcome", "message_speed", "recipient_part", "refused_line", "recipient_address"];

/** Forgets completed messages of all projects that were taken in before a month, the oldest of each first. Gives how many there were. */
export async function dropOldMessages(database: Database, beforeMonth: string, limit: number): Promise<number> {
  const dropBelongings = belongings.map((table) => sql`${sql.ref(`old_${table}`)} as (
    delete from ${sql.table(table)} b using old where b.project_id = old.project_id and b.message_id = old.id
  )`);
  const dropBudgets = sql`old_budget as (
    delete from budget_window w using old where w.project_id = old.project_id and w.scope = old.id
  )`;
  const { rows } = await sql`
    with old as materialized (
      select m.project_id, m.id from project p cross join lateral (
        select m.project_id, m.id from message m
        where m.project_id = p.id and m.id < ${firstIdOf(beforeMonth)}::uuid and m.completed_at is not null
        order by m.id limit ${limit} for update skip locked
      ) m limit ${limit}
    ), ${sql.join([...dropBelongings, dropBudgets])}
    delete from message m using old where m.project_id = old.project_id and m.id = old.id
    returning m.id`.execute(database);
  return rows.length;
}
