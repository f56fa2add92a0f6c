import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { accepts, createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { finalDelivery, newAddress, openTestEngine, submitText, until } from "../testing/test-engine.ts";

describe.each(testDatabases)("a database without room, $name,", (database) => {
  it("gets the outcome of a call when it has room again", async () => {
    const created = await database.create();
    const channel = createScriptedChannel({ channel: "sms", kind: "phone" });
    const warnings: string[] = [];
    const opened = await openTestEngine({
      database: created.settings,
      accounts: [{ id: "sms-account", adapters: [channel.adapter] }],
      log: { info() {}, warn: (_fields, warning) => warnings.push(warning), error() {} },
    });
    opened.engine.start();
    await sql`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'no room' using errcode = '53100'; end $$`.execute(opened.connection);
    const address = newAddress();
    channel.script(address, async (call) => {
      await sql`create trigger full_disk before update on attempt execute function refuse()`.execute(opened.connection);
      return accepts()(call);
    });
    const message = await submitText(opened, { phone: address });
    await until("the outcome waits", () => warnings.length > 1);
    await sql`drop trigger full_disk on attempt`.execute(opened.connection);
    expect(await finalDelivery(opened, message)).toMatchObject({ outcome: "accepted", succeeded: true });
    expect(channel.calls).toHaveLength(1);
    await opened.engine.stop();
    await created.drop();
  });
});
