import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { parseMessageId } from "../ids.ts";
import { createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases } from "../testing/test-databases.ts";
import { completedMessage, newAddress, until, useEngine } from "../testing/test-engine.ts";

const people = 12_000;
const inOneCall = 500;

// Nobody else can hold a row of an embedded database.
describe.each(testDatabases.filter(({ kind }) => kind === "postgresql"))("outcomes that $name is slow to write", (database) => {
  const line = createScriptedChannel({ channel: "line", kind: "line", maxRecipients: inOneCall, keyLifetimeMs: 3_600_000 });
  const shared = useEngine(database, { accounts: [{ id: "account", adapters: [line.adapter] }] });

  it("hold further calls back, so that they never fill the memory", async () => {
    const to = Array.from({ length: people }, () => ({ addresses: { line: newAddress() } }));
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const message = await shared.engine.submit({ to, content: { type: "text", text: "Hello" }, sendAt: new Date(Date.now() + 300).toISOString() });
    const held = shared.connection.transaction().execute(async (transaction) => {
      // Counters are written last: until then intents are, and calls are made.
      await until("it is released", async () => (await shared.engine.message(message.id))!.status === "sending");
      await sql`select from message where id = ${parseMessageId(message.id)!} for update`.execute(transaction);
      await released;
    });
    await until("calls are made", () => line.calls.length > 5);
    await sleep(1_500);
    const whileHeld = line.calls.length;
    release();
    await held;
    expect(whileHeld).toBeLessThan((people / inOneCall) * 0.8);
    expect((await completedMessage(shared, message)).counts).toMatchObject({ recipients: people, final: people });
    expect(line.calls).toHaveLength(people / inOneCall);
  });
});
