import { sql, type Kysely } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine } from "../create-engine.ts";
import { openDatabase, type DatabaseSettings } from "../database/open-database.ts";
import { startChild } from "../testing/child-process.ts";
import { digestTables, writeOddRows } from "../testing/odd-rows.ts";
import { testDatabases, type TestDatabase } from "../testing/test-databases.ts";
import { moveDatabase, type MoveProgress } from "./move-database.ts";
import { nameDatabase } from "./name-database.ts";
import { takeBackDatabase } from "./take-back-database.ts";
import { withSide } from "./with-side.ts";

const [embedded] = testDatabases as [TestDatabase, ...TestDatabase[]];
const other = testDatabases.at(-1)!;

async function create(database: TestDatabase): Promise<DatabaseSettings> {
  const created = await database.create();
  onTestFinished(() => created.drop());
  return created.settings;
}

/** One that a service has worked on, a minute ago. */
async function createUsed(database: TestDatabase): Promise<DatabaseSettings> {
  const settings = await create(database);
  await inside(settings, async (connection) => {
    await sql`insert into hearing (project_id, heard_at) values ('default', todoke_now() - interval '1 minute')`.execute(connection);
  });
  return settings;
}

async function inside<Result>(settings: DatabaseSettings, work: (connection: Kysely<unknown>) => Promise<Result>): Promise<Result> {
  const database = await openDatabase(settings, () => {});
  try {
    return await work(database.connection);
  } finally {
    await database.close();
  }
}

const digest = (settings: DatabaseSettings) => withSide(settings, ({ session }) => digestTables(session));
const start = (database: DatabaseSettings) => createEngine({ database, accounts: [] });

/** Begins the move in another process, which is killed once it has come to a line. */
async function killMove(from: DatabaseSettings, to: DatabaseSettings, lastLine: string): Promise<void> {
  const child = startChild("./move-and-tell.ts", JSON.stringify({ from, to }));
  for (let line = await child.nextLine(); line !== lastLine; line = await child.nextLine()) expect(line).toBeDefined();
  await child.kill();
}

describe("a database that is moved", { timeout: 120_000 }, () => {
  it("has every value of every table as it was, there and back, although the move was killed", async () => {
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

  it("serves in one place, and takes nothing in where it was", async () => {
    const [from, to] = [await createUsed(other), await create(other)];
    await moveDatabase({ from, to });
    await expect(start(from)).rejects.toThrow(`was moved to ${nameDatabase(to)} at 20`);
    await expect(moveDatabase({ from, to: await create(other) })).rejects.toThrow("was moved to");
    await expect(takeBackDatabase(from)).rejects.toThrow("was moved to");
    await inside(from, async (connection) => {
      await expect(sql`update hearing set heard_at = todoke_now()`.execute(connection)).rejects.toThrow("this database was moved away");
    });
    const engine = await start(to);
    await engine.stop();
  });

  it("can be taken back until the move has ended, and moved elsewhere then", async () => {
    const [from, to, elsewhere] = [await createUsed(other), await create(other), await create(other)];
    const breaks = moveDatabase({ from, to, onProgress: () => { throw new Error("broken"); } });
    await expect(breaks).rejects.toThrow("broken");
    await expect(moveDatabase({ from, to: elsewhere })).rejects.toThrow("is being moved to");
    await takeBackDatabase(from);
    await expect(takeBackDatabase(from)).rejects.toThrow("is not being moved");
    await expect(start(to)).rejects.toThrow("holds a part of");
    await expect(moveDatabase({ from, to })).rejects.toThrow("is not empty");
    await moveDatabase({ from, to: elsewhere });
    expect(await digest(elsewhere)).toEqual(await digest(from));
  });
});

describe("a move is refused", { timeout: 60_000 }, () => {
  it.each(testDatabases)("while a process works on $name", async (database) => {
    const settings = await create(database);
    const engine = await start(settings);
    engine.start();
    await expect(moveDatabase({ from: settings, to: await create(other) })).rejects.toThrow(/a process works on|in use by process/);
    await engine.stop();
  });

  it("from a database that is not there or was never used, to itself, and to one that holds something", async () => {
    const [used, unused] = [await createUsed(other), await create(other)];
    await expect(moveDatabase({ from: { kind: "embedded", folder: "/nowhere" }, to: unused })).rejects.toThrow("there is none in /nowhere");
    await expect(moveDatabase({ from: used, to: used })).rejects.toThrow("cannot be moved to itself");
    await expect(moveDatabase({ from: unused, to: await create(other) })).rejects.toThrow("there is nothing to move");
    await expect(moveDatabase({ from: used, to: await createUsed(other) })).rejects.toThrow("is not empty");
    const engine = await start(used);
    await engine.stop();
  });
});
