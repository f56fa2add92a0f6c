import type { Entry } from "../contestants/contestant.ts";
import { chosen, lineUp, rotated } from "../line-up.ts";
import { markSimulatorBound } from "../mark-simulator-bound.ts";
import { wholeNumber } from "../number-text.ts";
import { runContestant } from "../run-contestant.ts";
import type { Run } from "../run.ts";
import type { Scenario } from "../scenario.ts";
import type { MeasurePart, PartContext } from "./part.ts";

/** The parts in which contestants take turns at sending one scenario's messages. */
export function measureSending(scenario: Scenario): MeasurePart {
  return async (context) => ({ part: scenario, runs: await runRounds(scenario, context) });
}

async function runRounds(scenario: Scenario, context: PartContext): Promise<readonly Run[]> {
  const { options, servers } = context;
  const entries = chosen(lineUp(scenario, options, servers).map((entry) => ({ ...entry, name: entry.contestant.name })), options.only);
  const runs: Run[] = [];
  for (let round = 1; round <= options.rounds; round += 1) {
    const ofRound: Run[] = [];
    for (const entry of rotated(entries, round)) ofRound.push(await runOne(entry, scenario, round, context));
    runs.push(...markSimulatorBound(ofRound));
  }
  const order = entries.map(({ name }) => name);
  return runs.toSorted((left, right) => order.indexOf(left.contestant) - order.indexOf(right.contestant));
}

async function runOne(entry: Entry, scenario: Scenario, round: number, { options, interrupt, progress }: PartContext): Promise<Run> {
  interrupt.throwIfAborted();
  progress(`${scenario}, round ${round} of ${options.rounds}: ${entry.contestant.name} …`);
  const run = await runContestant(entry, scenario, options, round, interrupt);
  progress(`  ${run.failures.length > 0 ? "FAILED" : `${wholeNumber(run.measured?.recipientsPerSecond)} recipients/s`}`);
  return run;
}
