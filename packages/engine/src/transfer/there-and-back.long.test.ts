import { sql } from "kysely";
import { expect, it } from "vitest";
import type { DatabaseSettings } from "../database/open-database.ts";
import { startChild } from "../testing/child-process.ts";
import { create, digest, inside, start } from "../testing/moved-databases.ts";
import { writeOddRows } from "../testing/odd-rows.ts";
import { testDatabases, type TestDatabase } from "../testing/test-databases.ts";
import { moveDatabase, type MoveProgress } from "./move-database.ts";
import { nameDatabase } from "./name-database.ts";

const [embedded] = testDatabases as [TestDatabase, ...TestDatabase[]];
const other = testDatabases.at(-1)!;

/** Begins the move in another process, which is killed once it has come to a line. */
async function killMove(from: DatabaseSettings, to: DatabaseSettings, lastLine: string): Promise<void> {
  const child = startChild("./move-and-tell.ts", JSON.stringify({ from, to }));
  for (let line = await child.nextLine(); line !== lastLine; line = await child.nextLine()) expect(line).toBeDefined();
  await child.kill();
}

it("has every value of every table as it was, there and back, although the move was killed", { timeout: 120_000 }, async () => {
  const [from, to, back] = [await create(embedded), await create(other), await create(embedded)];
  await inside(from, async (connection) => {
    await writeOddRows(connection, (table) => (table === "delivery" ? 3_500 : 12));
    await sql`insert into payload select 'default', '2026-11-01', 'large ' || n, repeat('x', 3000000)
      from generate_series(1, 3) as n`.execute(connection);
  });
  const before = await digest(from);
  await killMove(from, to, "delivery 1000");
  await expect(start(from)).rejects.toThrow(`is being moved to ${nameDatabase(to)}: repeat that move`);
  await expect(start(to)).rejects.toThrow(`holds a part of ${nameDatabase(from)}: repeat the move`);

  const progress: MoveProgress[] = [];
  const moved = await moveDatabase({ from, to, onProgress: (each) => progress.push(each) });
  expect(await digest(to)).toEqual(before);
  expect(moved.map(({ table, rows }) => `${table} ${rows}`)).toEqual(before.map((line) => line.slice(0, line.lastIndexOf(" "))));
  expect(moved.filter(({ rows }) => rows === 0)).toEqual([]);
  const deliveries = progress.filter(({ table }) => table === "delivery");
  expect(deliveries[0]!.moved).toBeGreaterThan(1_000);
  expect(deliveries.at(-1)).toEqual({ table: "delivery", moved: 3_500, rows: 3_500 });
  // Two of the large ones, and the last with all that is small.
  expect(progress.filter(({ table }) => table === "payload")).toHaveLength(2);

  await moveDatabase({ from: to, to: back });
  expect(await digest(back)).toEqual(before);
});
