import { afterEach, describe, expect, it } from "vitest";
import { findDiscrepancies } from "./accounting.ts";
import { countOpenIntents, openEvidence } from "./database-evidence.ts";
import { databases } from "./databases.ts";
import { makePeople, type Target } from "./people.ts";
import { waitForOutcomes } from "./wait-for-outcomes.ts";
import { setStage, unknownHold, type Stage } from "./stage.ts";

const wantedKills = Number(process.env["CHAOS_KILLS"] ?? 20);
const peoplePerMessage = 90;
const policies = ["hold", "resend"] as const;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.each(databases)("a service on $name that is killed while it sends", (chosen) => {
  it(`accounts for everybody after ${wantedKills} kills`, async () => {
    const database = await chosen.createDatabase();
    closers.push(() => database.drop());
    const { people, targets } = makePeople(peoplePerMessage);
    const stage = await setStage({ people, ...(database.url !== undefined && { databaseUrl: database.url }) });
    closers.push(() => stage.close());
    await stage.startService();

    const messages: string[] = [];
    let kills = 0;
    for (let tries = 0; kills < wantedKills; tries += 1) {
      if (tries > wantedKills * 3) throw new Error(`only ${kills} of ${tries} kills found an intent without an outcome`);
      messages.push(await submit(stage, targets, tries));
      await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 400));
      await stage.killService();
      const evidence = await openEvidence(stage.dataFolder, database.url);
      const openIntents = await countOpenIntents(evidence);
      await evidence.close();
      if (openIntents > 0) kills += 1;
      await stage.startService();
    }
    const outcomes = await waitForOutcomes(stage.serviceUrl, messages);
    await stage.simulator.settled();
    await stage.killService();

    const evidence = await openEvidence(stage.dataFolder, database.url);
    closers.push(() => evidence.close());
    const ledger = stage.simulator.ledger();
    const marked = await evidence.query<{ count: number }>(
      "select count(*)::int as count from attempt where possible_duplicate",
    );
    console.log(
      `${chosen.name}: ${kills} kills, ${messages.length} messages of ${peoplePerMessage} people, ` +
        `${ledger.length} accepted by providers, ${marked[0]!.count} resends marked before the call, outcomes:`,
      outcomes,
    );
    expect(await findDiscrepancies(evidence, ledger)).toEqual([]);
    expect(sum(Object.values(outcomes))).toBe(messages.length * peoplePerMessage);
  });
});

async function submit(stage: Stage, targets: readonly Target[], number: number): Promise<string> {
  const answer = await fetch(`${stage.serviceUrl}/v1/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      to: targets,
      content: contentOf(number),
      // Lookups are asked for anew in every message, so that kills hit them too.
      plan: {
        steps: [{ channel: "line" }, { channel: "sms" }],
        onUnknown: policies[number % policies.length],
        unknownHold,
        reachabilityMaxAge: "PT1S",
      },
    }),
  });
  const body = (await answer.json()) as { id: string };
  expect(answer.status, JSON.stringify(body)).toBe(202);
  return body.id;
}

/** By turns the same bytes for everybody, which go out by multicast, and a text for each, which are pushed. */
function contentOf(number: number) {
  return number % 4 < 2
    ? { type: "text", text: `Parcel ${number} for {{ name }} is on its way.`, template: true }
    : { type: "text", text: `Parcel ${number} is on its way.` };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
