import { openRows, type PlaceOfRows } from "@todoke/invariants";
import type { Stage } from "../fleet/stage.ts";
import type { Client } from "../load/client.ts";
import { waitForOutcomes } from "../load/wait-for-outcomes.ts";
import { findBrokenPromises, findRepeatedRequests } from "./promises.ts";

/** What a run came to. */
export interface Reckoning {
  /** What does not add up between database, providers and callers; empty when everything does. */
  readonly discrepancies: readonly string[];
  /** How many recipients came to each outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
}

/** Lets everything that was begun come to its end, ends the service, and compares all books. Prints what it found. */
export async function reckon(stage: Stage, client: Client, place: PlaceOfRows): Promise<Reckoning> {
  await client.finish();
  const { acknowledged, answers } = client;
  const outcomes = await waitForOutcomes(stage.url, acknowledged.map(({ messageId }) => messageId)).catch((error: unknown) => {
    stage.services.forEach((service) => console.log(`the process on port ${service.port} said last:\n${service.lastWords()}`));
    throw error;
  });
  await stage.simulator.settled();
  await stage.killServices();
  const ledger = await stage.simulator.ledger();
  const rows = await openRows(place);
  try {
    const [counts] = await rows.query<{ repeated: number; marked: number }>(
      `select count(*) filter (where calls > 1)::int as repeated, count(*) filter (where possible_duplicate)::int as marked
       from attempt`,
    );
    const { repeated, marked } = counts!;
    console.log(
      `${acknowledged.length} messages to ${acknowledged.reduce((sum, { recipients }) => sum + recipients, 0)} people acknowledged; callers were answered`,
      Object.fromEntries(answers),
      `\n${ledger.length} calls accepted, ${repeated} attempts repeated under their key, ${marked} resends marked before the call; outcomes:`,
      outcomes,
    );
    const discrepancies = [
      ...(await findBrokenPromises(rows, ledger, acknowledged)),
      ...(await findRepeatedRequests(rows)),
      ...stage.services.flatMap(({ deaths }) => deaths.map((death) => `a process ended by itself, ${death}`)),
      ...[...answers.keys()].filter((answer) => !expectedAnswers.has(answer)).map((answer) => `callers were answered ${answer}`),
    ];
    return { discrepancies, outcomes };
  } finally {
    await rows.close();
  }
}

/** 409: the first request with the key is still being carried out, by a process that has lost its connection to the caller. */
const expectedAnswers: ReadonlySet<string> = new Set(["202", "409", "503", "no answer"]);
