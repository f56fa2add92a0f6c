import { administer } from "@todoke/test-databases";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { sharedTestDatabases } from "../testing/test-databases.ts";
import { openDatabase } from "./open-database.ts";

describe.each(sharedTestDatabases)("a schema on $name", (database) => {
  it("is looked at while somebody drops one beside it", async () => {
    const created = await database.create();
    const opened = await openDatabase(created.settings, (error) => expect.fail(error.message));
    const beside = `todoke_test_beside_${process.pid}`;
    await administer(`create schema ${beside}; create table ${beside}.something (id serial)`);

    const names = await opened.connection.transaction().setIsolationLevel("repeatable read").execute(async (transaction) => {
      // From here on the transaction sees the other schema, as a query does that began before it was dropped.
      await sql`select 1`.execute(transaction);
      await administer(`drop schema ${beside} cascade`);
      const tables = await transaction.introspection.getTables({ withInternalKyselyTables: true });
      return tables.map(({ name }) => name);
    });

    expect(names).toEqual(expect.arrayContaining(["migration", "migration_lock", "message"]));
    await opened.close();
    await created.drop();
  });

  it("is made once by processes that start together", async () => {
    const created = await database.create();
    const { settings } = created;
    if (settings.kind !== "postgresql") return;
    await administer(`drop schema if exists ${settings.schema} cascade`);

    const opened = await Promise.all(
      Array.from({ length: 6 }, () => openDatabase(settings, (error) => expect.fail(error.message))),
    );

    for (const { connection } of opened) await sql`select 1 from message`.execute(connection);
    for (const one of opened) await one.close();
    await created.drop();
  });

  it("has its statements prepared once, and anew when a table got another column", async () => {
    const created = await database.create();
    const opened = await openDatabase(created.settings, (error) => expect.fail(error.message));
    await opened.connection.connection().execute(async (held) => {
      await sql`create temporary table grows as select 1 as one`.execute(held);
      const read = async () => (await sql`select * from grows where one = ${1}`.execute(held)).rows;
      for (let time = 0; time < 3; time += 1) expect(await read()).toEqual([{ one: 1 }]);
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_prepared_statements where statement like 'select * from grows%'`.execute(held);
      expect(rows).toEqual([{ count: 1 }]);
      await sql`alter table grows add column two integer default 2`.execute(held);
      await expect(read()).rejects.toThrow("cached plan must not change result type");
      expect(await read()).toEqual([{ one: 1, two: 2 }]);
    });
    await opened.close();
    await created.drop();
  });
});
