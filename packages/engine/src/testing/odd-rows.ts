import { sql, type Kysely } from "kysely";
import { addMonth } from "../database/month-tables.ts";
import { readMovedTables, type MovedTable } from "../transfer/moved-tables.ts";

/** By type, as SQL with `n` for the row's number: what is easily lost on the way to another database. */
const oddValues: Readonly<Record<string, string>> = {
  text: `E'quote "double" ''single'' \\\\ (comma, ) {brace} \\t\\n届け 🦀 ' || n`,
  uuid: "gen_random_uuid()",
  date: "case when n % 2 = 0 then '2026-10-01'::date else '2026-11-01' end",
  boolean: "n % 2 = 0",
  smallint: "-32768",
  bigint: "9007199254740993 + n",
  numeric: "12345678901234567890.123456789 + n",
  "double precision": "0.1::float8 + 0.2",
  bytea: `decode('00ff5c22', 'hex') || int4send(n)`,
  "timestamp with time zone": "case n % 3 when 0 then 'infinity' when 1 then '-infinity' else '2020-02-29 12:34:56.123456+09'::timestamptz end",
  jsonb: `case n % 3 when 0 then 'null'::jsonb when 1 then '{"n": 12345678901234567890.125, "t": "\\"届け\\" \\\\ 🦀"}' else '[1e400]' end`,
  "text[]": `array['', null, 'NULL', '{"a", b}', '\\', '届け']`,
  "integer[]": "array[n, null, -2147483648]",
  "uuid[]": "array[gen_random_uuid(), null]",
  "timestamp with time zone[]": "array['infinity', '2020-02-29 12:34:56.123456+09']::timestamptz[]",
};

/** Writes such rows into every table that there is. Nothing in them is due or claimed. */
export async function writeOddRows(connection: Kysely<unknown>, rowsOf: (table: string) => number): Promise<void> {
  for (const month of ["2026-10-01", "2026-11-01"]) await addMonth(connection, month);
  for (const table of await readMovedTables(connection)) {
    const values = table.columns.map((column) => oddValue(table, column)).join(", ");
    await sql`insert into ${sql.table(table.name)} select ${sql.raw(values)}
      from generate_series(1, ${rowsOf(table.name)}) as n on conflict do nothing`.execute(connection);
  }
}

/** Whose due times say that a process is at it, and are let go of when a database is taken over. */
const leased: ReadonlySet<string> = new Set(["contact_import", "relay_request"]);

function oddValue({ name: table, key }: MovedTable, column: string): string {
  const [name, type] = [column.slice(0, column.indexOf(" ")), column.slice(column.indexOf(" ") + 1)];
  if (name === "project_id") return "'default'";
  if (name === "due_at") return leased.has(table) ? "null" : "'infinity'";
  if (name === "claim_token") return "null";
  if (name === "only_row") return "true";
  // Numbers of rows are checked against each other.
  if (type === "integer") return key.includes(name) ? "n" : "0";
  const value = oddValues[type];
  if (value === undefined) throw new Error(`${column} has a type without an odd value`);
  return `(${value})::${type}`;
}

/** Everything in the database, table by table, as a digest; without what says where it was moved. */
export async function digestTables(connection: Kysely<unknown>): Promise<readonly string[]> {
  const digests: string[] = [];
  for (const { name } of await readMovedTables(connection)) {
    const { rows } = await sql<{ digest: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text collate "C")), '') as digest
      from ${sql.table(name)} t`.execute(connection);
    digests.push(`${name} ${rows[0]!.digest}`);
  }
  return digests;
}
