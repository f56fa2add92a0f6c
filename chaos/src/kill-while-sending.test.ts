import pg from "pg";
import { afterEach, describe, expect, it } from "vitest";
import { findDiscrepancies } from "./accounting.ts";
import { countOpenIntents, openEvidence } from "./database-evidence.ts";
import { makePeople, type Target } from "./people.ts";
import { setStage, unknownHold, type Stage } from "./stage.ts";

const wantedKills = Number(process.env["CHAOS_KILLS"] ?? 20);
const peoplePerMessage = 90;
const policies = ["hold", "resend"] as const;

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

describe.each(await databases())("a service on $name that is killed while it sends", (chosen) => {
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
    const outcomes = await waitForOutcomes(stage, messages);
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

/** Waits until every message is completed, and sums their outcomes. */
async function waitForOutcomes(stage: Stage, messages: readonly string[]): Promise<Record<string, number>> {
  const outcomes: Record<string, number> = {};
  const deadline = Date.now() + 120_000;
  for (const id of messages) {
    for (;;) {
      const message = (await (await fetch(`${stage.serviceUrl}/v1/messages/${id}`)).json()) as MessageAnswer;
      if (message.status === "completed") {
        for (const { outcome, succeeded, channel, count } of message.counts.outcomes) {
          const key = `${outcome}${succeeded ? "" : " (not succeeded)"} ${channel ?? ""}`.trim();
          outcomes[key] = (outcomes[key] ?? 0) + count;
        }
        break;
      }
      if (Date.now() > deadline) throw new Error(`${id} is not completed: ${JSON.stringify(message.counts)}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  return outcomes;
}

interface MessageAnswer {
  readonly status: string;
  readonly counts: {
    readonly outcomes: readonly { outcome: string; succeeded: boolean; channel?: string; count: number }[];
  };
}

interface ChaosDatabase {
  readonly name: string;
  createDatabase(): Promise<{ readonly url: string | undefined; drop(): Promise<void> }>;
}

/** The embedded database always; PostgreSQL where one answers, in a database of its own. */
async function databases(): Promise<readonly ChaosDatabase[]> {
  const embedded: ChaosDatabase = {
    name: "the embedded database",
    createDatabase: () => Promise.resolve({ url: undefined, drop: () => Promise.resolve() }),
  };
  const adminUrl = process.env["TEST_DATABASE_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";
  const reachable = await administer(adminUrl, "select 1").then(
    () => true,
    () => false,
  );
  if (!reachable) {
    console.log("PostgreSQL: skipped, none answers on 127.0.0.1:5432 and TEST_DATABASE_URL is not set");
    return [embedded];
  }
  const postgresql: ChaosDatabase = {
    name: "PostgreSQL",
    async createDatabase() {
      const name = `todoke_chaos_${process.pid}`;
      await administer(adminUrl, `drop database if exists ${name} with (force)`);
      await administer(adminUrl, `create database ${name}`);
      const url = new URL(adminUrl);
      url.pathname = `/${name}`;
      return { url: url.toString(), drop: () => administer(adminUrl, `drop database if exists ${name} with (force)`) };
    },
  };
  return [embedded, postgresql];
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
