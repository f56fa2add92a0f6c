import { sql, type Kysely } from "kysely";
import { monthAfter } from "../calendar-month.ts";
import { firstIdOf } from "../ids.ts";
import type { Database } from "./open-database.ts";

/**
 * Tables that have one of their own for each month, in the order in which a month of them is dropped, and how full their
 * pages are written, in per cent: what is written again soon finds room beside itself. Every delivery is written again with
 * its outcome, and is half as long again by then; where it stays on its page no index has to learn where it is.
 */
const fillFactors = { report: 90, evidence: 100, attempt: 80, payload: 100, delivery: 45 } as const;
const tables = Object.keys(fillFactors);

/**
 * Makes the tables of a month unless they are there. Each is made apart and then attached, which keeps nobody from reading
 * or writing the others meanwhile.
 */
export async function addMonth(connection: Kysely<unknown>, month: string): Promise<void> {
  if ((await readMonths(connection)).includes(month)) return;
  await connection.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(current_schema() || '.todoke_add_month', 0))`.execute(transaction);
    if ((await readMonths(transaction)).includes(month)) return;
    for (const [table, fillFactor] of Object.entries(fillFactors)) {
      const part = sql.table(partName(table, month));
      await sql`create table ${part} (like ${sql.table(table)} including all) with (fillfactor = ${sql.lit(fillFactor)})`.execute(transaction);
      await sql`alter table ${sql.table(table)} attach partition ${part}
        for values from (${sql.lit(month)}) to (${sql.lit(monthAfter(month))})`.execute(transaction);
    }
  });
}

function partName(table: string, month: string): string {
  return `${table}_${month.slice(0, 7).replace("-", "_")}`;
}

/** What the names of the tables of months look like, as PostgreSQL matches it. */
export const monthTablePattern = `^(${tables.join("|")})_[0-9]{4}_[0-9]{2}$`;

/** The months that have tables, oldest first; of one whose dropping was cut off, what is left. */
export async function readMonths(connection: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ month: string }>`
    select distinct to_char(to_date(right(tablename, 7), 'YYYY_MM'), 'YYYY-MM-DD') as month from pg_tables
    where schemaname = current_schema() and tablename ~ ${monthTablePattern}
    order by month`.execute(connection);
  return rows.map((row) => row.month);
}

/**
 * Whether anything of the month is still to be done: a message that is not completed, or an attempt that is to be looked
 * at again.
 */
export async function isLive(connection: Kysely<unknown>, month: string): Promise<boolean> {
  const { rows } = await sql<{ live: boolean }>`
    select exists (
      select from project p join message m on m.project_id = p.id
      where m.completed_at is null and m.id >= ${firstIdOf(month)}::uuid and m.id < ${firstIdOf(monthAfter(month))}::uuid
    ) or exists (
      select from attempt where month = ${month}::date and due_at is not null
    ) as live`.execute(connection);
  return rows[0]!.live;
}

/**
 * Drops the tables of a month. While others work on the database each is detached first, which waits for whoever reads it
 * and keeps nobody waiting. One that was cut off can be repeated. False when somebody else is at it.
 */
export async function dropMonthTables(connection: Kysely<unknown>, month: string, isAlone: boolean): Promise<boolean> {
  return connection.connection().execute(async (session) => {
    const { rows } = await sql<{ locked: boolean }>`select pg_try_advisory_lock(${dropLock}) as locked`.execute(session);
    if (!rows[0]!.locked) return false;
    try {
      for (const table of tables) await dropPart(session, table, partName(table, month), isAlone);
      return true;
    } finally {
      await sql`select pg_advisory_unlock(${dropLock})`.execute(session);
    }
  });
}

const dropLock = sql`hashtextextended(current_schema() || '.todoke_drop_month', 0)`;

async function dropPart(session: Kysely<unknown>, table: string, part: string, isAlone: boolean): Promise<void> {
  const { rows } = await sql<{ pending: boolean }>`
    select inhdetachpending as pending from pg_inherits where inhrelid = to_regclass(${part})`.execute(session);
  const [attached] = rows;
  if (attached !== undefined && !isAlone) {
    const how = attached.pending ? sql`finalize` : sql`concurrently`;
    await sql`alter table ${sql.table(table)} detach partition ${sql.table(part)} ${how}`.execute(session);
  }
  await sql`drop table if exists ${sql.table(part)}`.execute(session);
}
