import { openRows, type ClientRecord } from "@todoke/invariants";
import { afterEach, describe, expect, it } from "vitest";
import { withServiceKey } from "./fleet/service-key.ts";
import { findBrokenPromises } from "./checks/promises.ts";
import { databases } from "./databases.ts";
import { figures } from "./figures.ts";
import { armFaults, smsFaults } from "./sms-faults.ts";
import { setStage, unknownHold } from "./fleet/stage.ts";
import { waitForOutcomes } from "./load/wait-for-outcomes.ts";

const recipients = figures.sms;
/** Faults lie in wait for every such recipient. */
const every = 10;
/** One message for each. */
const policies = ["hold", "resend"] as const;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.each(databases)("SMS through faults, on $name", (chosen) => {
  it(`all of ${recipients} have an outcome, and none was sent twice unmarked`, async () => {
    const database = await chosen.createDatabase();
    closers.push(() => database.drop());
    const people = Array.from({ length: recipients }, (_, index) => ({ phone: `+8190${10_000_000 + index}` }));
    const stage = await setStage({
      people,
      latencyMs: { min: 5, max: 40 },
      smsPerSecond: 5_000,
      databaseUrl: database.url,
    });
    closers.push(() => stage.close());
    await stage.startServices();
    const befallen = people.filter((_, index) => index % every === 0).map(({ phone }) => phone);
    await armFaults(stage.simulator, befallen);

    const accepted: ClientRecord[] = [];
    for (const [index, onUnknown] of policies.entries()) {
      const to = people.filter((_, person) => Math.floor(person / every) % policies.length === index);
      accepted.push(await submit(stage.url, to.map(({ phone }) => ({ addresses: { phone } })), onUnknown));
    }
    const outcomes = await waitForOutcomes(stage.url, accepted.map(({ messageId }) => messageId));
    await stage.simulator.settled();
    await stage.killServices();

    const rows = await openRows(database.url === undefined ? { dataFolder: stage.dataFolder } : { url: database.url });
    closers.push(() => rows.close());
    const ledger = await stage.simulator.ledger();
    const [marked] = await rows.query<{ count: number }>("select count(*)::int as count from attempt where possible_duplicate");
    console.log(
      `${chosen.name}: ${recipients} people, ${befallen.length} of them with two of ${smsFaults.length} faults in wait, ` +
        `${ledger.length} accepted, ${marked!.count} resends marked before the call, outcomes:`,
      outcomes,
    );
    expect(await findBrokenPromises(rows, ledger, accepted)).toEqual([]);
    const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(recipients);
    expect(outcomes["delivered sms"]).toBeGreaterThanOrEqual(recipients - befallen.length);
  });
});

async function submit(serviceUrl: string, to: readonly object[], onUnknown: string): Promise<ClientRecord> {
  const askedAt = new Date().toISOString();
  const plan = { steps: [{ channel: "sms" }], onUnknown, unknownHold };
  const answer = await fetch(`${serviceUrl}/v1/messages`, {
    method: "POST",
    headers: { ...withServiceKey, "content-type": "application/json" },
    body: JSON.stringify({ to, content: { type: "text", text: "Your parcel is on its way." }, plan }),
  });
  const body = (await answer.json()) as { id: string };
  expect(answer.status, JSON.stringify(body)).toBe(202);
  return { type: "accepted", askedAt, at: new Date().toISOString(), messageId: body.id, recipients: to.length };
}
