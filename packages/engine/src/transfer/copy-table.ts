import { sql, type Kysely } from "kysely";
import type { Database } from "../database/open-database.ts";
import type { MovedTable } from "./moved-tables.ts";

/** Most rows that are copied at once. */
const pageRows = 1_000;
/** A page ends with the row that reaches so many bytes: rows with answers or contents may have megabytes each. */
const pageBytes = 4 * 2 ** 20;

/** Rows of a table, in the order of its key. */
interface Page {
  /** A JSON array with what PostgreSQL writes for each row as a whole, and reads again without loss. */
  readonly lines: string;
  readonly rows: number;
  /** The key of the last one, as JSON. */
  readonly lastKey: string;
}

/** How far a table has come. */
interface Progress {
  readonly moved: number;
  readonly lastKey: string | null;
  readonly isComplete: boolean;
}

/**
 * Copies what is not there yet of a table. How far it has come is written with each page, in one transaction: after a kill
 * it goes on behind the last page that was committed. `onPage` is told of all rows that are there.
 */
export async function copyTable(
  source: Kysely<unknown>,
  target: Kysely<unknown>,
  table: MovedTable,
  onPage: (moved: number) => void,
): Promise<void> {
  let progress = await readProgress(target, table);
  while (!progress.isComplete) {
    const page = await readPage(source, table, progress.lastKey);
    const next: Progress =
      page === undefined
        ? { ...progress, isComplete: true }
        : { moved: progress.moved + page.rows, lastKey: page.lastKey, isComplete: false };
    await target.transaction().execute(async (transaction) => {
      if (page !== undefined) await writePage(transaction, table, page);
      await writeProgress(transaction, table, next);
    });
    progress = next;
    if (page !== undefined) onPage(progress.moved);
  }
}

async function readPage(source: Database, { name, key }: MovedTable, lastKey: string | null): Promise<Page | undefined> {
  const table = sql.table(name);
  const columns = sql.join(key.map((column) => sql.ref(`t.${column}`)));
  const lastColumns = sql.join(key.map((column) => sql`(select ${sql.ref(column)} from last)`));
  const keyOfRow = sql.join(key.flatMap((column) => [sql`${sql.lit(column)}::text`, sql.ref(`t.${column}`)]));
  const { rows } = await sql<{ [Field in keyof Page]: Page[Field] | null }>`
    with last as materialized (
      select * from json_populate_record(null::${table}, ${lastKey}::json)
    ), found as (
      select t::text as line, json_build_object(${keyOfRow})::text as key, row_number() over (order by ${columns}) as place
      from ${table} t ${lastKey === null ? sql`` : sql`where (${columns}) > (${lastColumns})`}
      order by ${columns} limit ${pageRows}
    ), measured as (
      select *, sum(octet_length(line)) over (order by place) - octet_length(line) as bytes_before from found
    )
    select json_agg(line order by place)::text as lines, count(*)::integer as rows,
      (array_agg(key order by place desc))[1] as "lastKey"
    from measured where bytes_before < ${pageBytes}`.execute(source);
  const { lines, rows: count, lastKey: reached } = rows[0]!;
  return lines === null || count === null || reached === null ? undefined : { lines, rows: count, lastKey: reached };
}

async function writePage(target: Database, { name }: MovedTable, { lines }: Page): Promise<void> {
  const table = sql.table(name);
  await sql`
    with page as materialized (select line::${table} as row from json_array_elements_text(${lines}::json) as line)
    insert into ${table} select (page.row).* from page`.execute(target);
}

async function readProgress(target: Database, { name }: MovedTable): Promise<Progress> {
  const { rows } = await sql<Progress>`
    select moved::float8 as moved, last_key as "lastKey", is_complete as "isComplete"
    from transfer_progress where name = ${name}`.execute(target);
  return rows[0] ?? { moved: 0, lastKey: null, isComplete: false };
}

async function writeProgress(target: Database, { name }: MovedTable, { moved, lastKey, isComplete }: Progress): Promise<void> {
  await sql`
    insert into transfer_progress (name, moved, last_key, is_complete) values (${name}, ${moved}, ${lastKey}, ${isComplete})
    on conflict (name) do update set moved = excluded.moved, last_key = excluded.last_key,
      is_complete = excluded.is_complete`.execute(target);
}

/** How many rows a table has. */
export async function countRows(database: Database, { name }: MovedTable): Promise<number> {
  const { rows } = await sql<{ rows: number }>`select count(*)::float8 as rows from ${sql.table(name)}`.execute(database);
  return rows[0]!.rows;
}
