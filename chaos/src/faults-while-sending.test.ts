import { afterEach, describe, expect, it } from "vitest";
import { findDiscrepancies } from "./accounting.ts";
import { openEvidence } from "./database-evidence.ts";
import { databases } from "./databases.ts";
import { armFaults, smsFaults } from "./sms-faults.ts";
import { setStage, unknownHold } from "./stage.ts";
import { waitForOutcomes } from "./wait-for-outcomes.ts";

const recipients = Number(process.env["CHAOS_SMS"] ?? 10_000);
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
      ...(database.url !== undefined && { databaseUrl: database.url }),
    });
    closers.push(() => stage.close());
    await stage.startService();
    const befallen = people.filter((_, index) => index % every === 0).map(({ phone }) => phone);
    armFaults(stage.simulator, befallen);

    const messages: string[] = [];
    for (const [index, onUnknown] of policies.entries()) {
      const to = people.filter((_, person) => Math.floor(person / every) % policies.length === index);
      messages.push(await submit(stage.serviceUrl, to.map(({ phone }) => ({ addresses: { phone } })), onUnknown));
    }
    const outcomes = await waitForOutcomes(stage.serviceUrl, messages);
    await stage.simulator.settled();
    await stage.killService();

    const evidence = await openEvidence(stage.dataFolder, database.url);
    closers.push(() => evidence.close());
    const ledger = stage.simulator.ledger();
    const [marked] = await evidence.query<{ count: number }>("select count(*)::int as count from attempt where possible_duplicate");
    console.log(
      `${chosen.name}: ${recipients} people, ${befallen.length} of them with two of ${smsFaults.length} faults in wait, ` +
        `${ledger.length} accepted, ${marked!.count} resends marked before the call, outcomes:`,
      outcomes,
    );
    expect(await findDiscrepancies(evidence, ledger)).toEqual([]);
    const total = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
    expect(total).toBe(recipients);
    expect(outcomes["delivered sms"]).toBeGreaterThanOrEqual(recipients - befallen.length);
  });
});

async function submit(serviceUrl: string, to: readonly object[], onUnknown: string): Promise<string> {
  const plan = { steps: [{ channel: "sms" }], onUnknown, unknownHold };
  const answer = await fetch(`${serviceUrl}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ to, content: { type: "text", text: "Your parcel is on its way." }, plan }),
  });
  const body = (await answer.json()) as { id: string };
  expect(answer.status, JSON.stringify(body)).toBe(202);
  return body.id;
}
