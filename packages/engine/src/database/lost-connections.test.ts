import { setTimeout as sleep } from "node:timers/promises";
import { administer } from "@todoke/test-databases";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { sharedTestDatabases } from "../testing/test-databases.ts";
import { openDatabase } from "./open-database.ts";

describe.each(sharedTestDatabases)("a connection to $name", (database) => {
  it("that is lost between two statements of a transaction fails that transaction, and nothing else", async () => {
    const created = await database.create();
    const lost: Error[] = [];
    const opened = await openDatabase(created.settings, (error) => lost.push(error));

    const transaction = opened.connection.transaction().execute(async (open) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(open);
      await administer(`select pg_terminate_backend(${rows[0]!.pid})`);
      await sleep(50);
      await sql`select 1`.execute(open);
    });

    await expect(transaction).rejects.toThrow();
    expect(lost).not.toEqual([]);
    expect((await sql`select 1 as one`.execute(opened.connection)).rows).toEqual([{ one: 1 }]);
    await opened.close();
    await created.drop();
  });
});
