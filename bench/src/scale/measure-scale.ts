import { orchestrator } from "../contestants/orchestrator.ts";
import type { Store } from "../contestants/orchestrator-process.ts";
import { chosen, rotated } from "../line-up.ts";
import { wholeNumber } from "../number-text.ts";
import type { MeasurePart, PartContext } from "../parts/part.ts";
import { runContestant } from "../run-contestant.ts";
import { inTurnsOf } from "./in-turns.ts";
import type { ScaleRun } from "./scale-run.ts";

/** An embedded database is for less than this. */
const embeddedMost = 100_000;

interface Turn {
  readonly name: string;
  readonly store: Store;
  readonly size: number;
}

/** What a recipient of identical content costs, sent to few at once or to many. */
export const measureScale: MeasurePart = async (context) => {
  const { options, servers } = context;
  const stores = (["postgresql", "pglite"] as const).filter((store) => store === "pglite" || servers.postgresql !== undefined);
  const turns = stores.flatMap((store) =>
    options.scale
      .filter((size) => store === "postgresql" || size <= embeddedMost)
      .map((size) => ({ name: `todoke-${store}-fresh`, store, size })));
  const taking = chosen(turns, options.only);
  const runs: ScaleRun[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const turn of rotated(taking, round)) runs.push(await measureOne(turn, round, context));
  }
  const place = ({ contestant, size }: ScaleRun) => taking.findIndex((turn) => turn.name === contestant && turn.size === size);
  return { part: "scale", runs: runs.toSorted((left, right) => place(left) - place(right)) };
};

async function measureOne({ name, store, size }: Turn, round: number, { options, interrupt, progress }: PartContext): Promise<ScaleRun> {
  interrupt.throwIfAborted();
  progress(`scale, round ${round} of ${options.rounds}: ${name}, ${size} at once …`);
  const recipients = size * Math.ceil(options.scaleLeast / size);
  const entry = { contestant: inTurnsOf(size, orchestrator(store, "fresh")), recipients };
  const run = await runContestant(entry, "identical", options, round, interrupt);
  progress(`  ${run.failures.length > 0 ? "FAILED" : `${wholeNumber(run.measured?.recipientsPerSecond)} recipients/s`}`);
  return { ...run, size };
}
