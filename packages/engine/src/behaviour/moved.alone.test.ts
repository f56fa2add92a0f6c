import { sql } from "kysely";
import { expect, it, onTestFinished, vi } from "vitest";
import { openDatabase, type DatabaseSettings, type OpenDatabase } from "../database/open-database.ts";
import type { RequestKey } from "../idempotency/keyed-requests-view.ts";
import { accepts, createScriptedChannel } from "../testing/scripted-channel.ts";
import { testDatabases, type TestDatabase } from "../testing/test-databases.ts";
import { advance, completedMessage, finalDelivery, newAddress, openTestEngine, submitText, until, type TestEngine } from "../testing/test-engine.ts";
import { moveDatabase } from "../transfer/move-database.ts";

vi.mock("../database/open-database.ts", { spy: true });

const minute = 60_000;
const line = createScriptedChannel({
  channel: "line",
  kind: "line",
  keyLifetimeMs: 23 * 60 * minute,
  evidence: { best: "delivered", negative: true, horizonMs: 600 * minute, recallable: false },
});
const sms = createScriptedChannel({ channel: "sms", kind: "phone" });
const accounts = [line, sms].map(({ adapter }) => ({ id: `${adapter.channel}-account`, adapters: [adapter] }));
const accepted = { plan: { steps: [{ channel: "line", succeedOn: "accepted" }] } } as const;

async function create(database: TestDatabase): Promise<DatabaseSettings> {
  const created = await database.create();
  onTestFinished(() => created.drop());
  return created.settings;
}

async function start(database: DatabaseSettings): Promise<TestEngine> {
  const opened = await openTestEngine({ database, accounts });
  opened.engine.start();
  return opened;
}

/** Takes the database away from a running engine, which is all that can be seen of it dying. */
async function crash({ engine }: TestEngine): Promise<void> {
  void engine.stop();
  const opened = (await vi.mocked(openDatabase).mock.results.at(-1)!.value) as OpenDatabase;
  await opened.close();
}

/** As if its last process had been gone for a minute. */
async function letQuietCome(settings: DatabaseSettings): Promise<void> {
  const database = await openDatabase(settings, () => {});
  await sql`update hearing set heard_at = heard_at - interval '1 minute'`.execute(database.connection);
  await database.close();
}

/** Who was being called at the moment of the crash is called again, under the same key, and so reached once. */
function keysOf(address: string): ReadonlySet<string> {
  return new Set(line.callsTo(address).map(({ attemptId }) => attemptId));
}

it("goes on with what it has begun in one database in another, and back, and reaches everybody once", { timeout: 120_000 }, async () => {
  const [embedded] = testDatabases as [TestDatabase, ...TestDatabase[]];
  const places = [await create(embedded), await create(testDatabases.at(-1)!), await create(embedded)] as const;
  const first = await start(places[0]);
  const people = Array.from({ length: 60 }, () => ({ addresses: { line: newAddress() } }));
  const key: RequestKey = { endpoint: "POST /v1/messages", key: "campaign", fingerprint: "same" };
  const request = { ...accepted, to: people, content: { type: "text", text: "Hello" }, sendingSpeedLimit: { amount: 30, per: "PT1S" } } as const;
  const { answer } = await first.engine.keyed.submit(request, key);
  const campaign = (await first.engine.message((JSON.parse(answer) as { id: string }).id))!;
  const [lost, late, silent, silentPhone] = [newAddress("lost"), newAddress("late"), newAddress("silent"), newAddress("phone")];
  line.script(lost, () => new Promise(() => {}), accepts());
  const lostMessage = await submitText(first, { line: lost }, accepted);
  const sendAt = new Date(first.context.clock.now().getTime() + 60 * minute).toISOString();
  const lateMessage = await submitText(first, { line: late }, { ...accepted, sendAt });
  const silentMessage = await submitText(first, { line: silent, phone: silentPhone }, {
    plan: { steps: [{ channel: "line", switchAfter: "PT30M", allowUnverifiedInbound: true }, { channel: "sms" }] },
  });
  const sent = () => people.filter(({ addresses }) => line.callsTo(addresses.line).length > 0).length;
  await until("a part is sent, and the others are called", () => sent() > 10 && line.callsTo(silent).length === 1 && line.callsTo(lost).length === 1);
  await crash(first);
  expect(sent()).toBeLessThan(60);

  await moveDatabase({ from: places[0], to: places[1] });
  const second = await start(places[1]);
  expect(await second.engine.keyed.submit(request, key)).toEqual({ answer, isReplay: true });
  await finalDelivery(second, lostMessage);
  expect(line.callsTo(lost)).toHaveLength(2);
  expect(line.callsTo(lost)[1]).toEqual(line.callsTo(lost)[0]);
  await second.engine.stop();
  await letQuietCome(places[1]);

  await moveDatabase({ from: places[1], to: places[2] });
  const third = await start(places[2]);
  await completedMessage(third, campaign);
  expect(line.callsTo(late)).toEqual([]);
  expect(sms.calls).toEqual([]);
  await advance(61 * minute, third);
  await completedMessage(third, lateMessage);
  await completedMessage(third, silentMessage);
  expect(people.map(({ addresses }) => keysOf(addresses.line).size)).toEqual(people.map(() => 1));
  expect([line.callsTo(late).length, line.callsTo(silent).length, sms.callsTo(silentPhone).length]).toEqual([1, 1, 1]);
  expect(await third.engine.message(campaign.id)).toMatchObject({ status: "completed", counts: { recipients: 60, final: 60 } });
  await third.engine.stop();
});
