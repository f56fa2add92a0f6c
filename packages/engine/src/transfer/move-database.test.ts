import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { DatabaseSettings } from "../database/open-database.ts";
import { create, digest, inside, start } from "../testing/moved-databases.ts";
import { testDatabases, type TestDatabase } from "../testing/test-databases.ts";
import { moveDatabase } from "./move-database.ts";
import { nameDatabase } from "./name-database.ts";
import { takeBackDatabase } from "./take-back-database.ts";

const other = testDatabases.at(-1)!;

/** One that a service has worked on, a minute ago. */
async function createUsed(database: TestDatabase): Promise<DatabaseSettings> {
  const settings = await create(database);
  await inside(settings, async (connection) => {
    await sql`insert into hearing (project_id, heard_at) values ('default', todoke_now() - interval '1 minute')`.execute(connection);
  });
  return settings;
}

describe("a database that is moved", { timeout: 120_000 }, () => {
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
