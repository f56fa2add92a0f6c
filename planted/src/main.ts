import { isPostgresqlThere } from "@todoke/test-databases";
import { plantedBugs } from "./bugs.ts";
import { copyEngine, makePlaceForCopies, type PlaceForCopies } from "./plant.ts";
import { playScenario } from "./play-scenario.ts";
import type { Edit } from "./planted-bug.ts";
import type { Scenario } from "./scenario.ts";

/*
 * `pnpm planted`: plays every scenario with the engine as it is, where nothing may be found, and with a bug, where
 * something must be. `pnpm planted receipt` plays those with this word in the name of their bug.
 */

const scenariosAtOnce = 2;

/** One scenario, with a bug or without. */
interface Trial {
  readonly scenario: Scenario;
  /** Absent: the engine as it is. */
  readonly bug?: string;
  readonly edits: readonly Edit[];
}

const [word = ""] = process.argv.slice(2);
const bugs = plantedBugs.filter(({ name }) => name.includes(word));
const trials: readonly Trial[] = [
  ...bugs.map(({ scenario }) => ({ scenario, edits: [] })),
  ...bugs.map(({ name, scenario, edits }) => ({ scenario, bug: name, edits })),
].filter(isPossible);

const waiting = [...trials];
const results: boolean[] = [];
await Promise.all(Array.from({ length: scenariosAtOnce }, work));
const wrong = results.filter((isRight) => !isRight).length;
console.log(`${trials.length} trials of ${bugs.length} bugs, ${wrong} of them went wrong`);
process.exitCode = wrong === 0 && trials.length > 0 ? 0 : 1;

async function work(): Promise<void> {
  const place = makePlaceForCopies();
  try {
    for (let trial = waiting.shift(); trial !== undefined; trial = waiting.shift()) results.push(await isAsItShouldBe(trial, place));
  } finally {
    place.remove();
  }
}

/** Nothing is found without a bug, and something with one. */
async function isAsItShouldBe({ scenario, bug, edits }: Trial, place: PlaceForCopies): Promise<boolean> {
  const startedAt = performance.now();
  const say = (isRight: boolean, what: string) => {
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(5);
    console.log(`${isRight ? "ok   " : "WRONG"} ${seconds} s  ${scenario.name}${bug === undefined ? "" : `: ${bug}`}: ${what}`);
    return isRight;
  };
  try {
    const { findings } = await playScenario(scenario, copyEngine(place, edits));
    const isRight = findings.length > 0 === (bug !== undefined);
    const found = [...new Set(findings.map(({ invariant }) => invariant))].join(", ");
    const details = bug === undefined ? findings : findings.slice(0, 1);
    const told = details.map(({ invariant, subject, detail }) => `\n        ${invariant}  ${subject}: ${detail}`).join("");
    return say(isRight, findings.length === 0 ? "nothing was found" : `found by ${found}${told}`);
  } catch (error) {
    return say(false, error instanceof Error ? error.message : String(error));
  }
}

function isPossible({ scenario }: Trial): boolean {
  if (scenario.database !== "postgresql" || isPostgresqlThere) return true;
  console.log(`left out: ${scenario.name}, which takes a PostgreSQL`);
  return false;
}
