import type { Contestant, Entrant, Finish } from "../contestants/contestant.ts";
import { type IndexRange, splitRange } from "../index-range.ts";

/** The same contestant, sending to at most `size` people at once: to the next ones when all of these are done with. */
export function inTurnsOf(size: number, contestant: Contestant): Contestant {
  return {
    ...contestant,
    async enter(arena) {
      const entrant = await contestant.enter(arena);
      return { ...entrant, run: (range) => runInTurns(entrant, splitRange(range, size)) };
    },
  };
}

/** As one run that takes as long as all of them together: what passes between them is no work. */
async function runInTurns(entrant: Entrant, turns: readonly IndexRange[]): Promise<Finish> {
  const finishes: Finish[] = [];
  for (const turn of turns) finishes.push(await entrant.run(turn));
  return joinFinishes(finishes);
}

/** One finish that begins with the first and lasts as long as all of them, from their requests and from their first calls. */
export function joinFinishes(finishes: readonly Finish[]): Finish {
  const sum = (of: (finish: Finish) => number) => finishes.reduce((total, finish) => total + of(finish), 0);
  const startedAtMs = Math.min(...finishes.map((finish) => finish.startedAtMs));
  const endedAtMs = startedAtMs + sum((finish) => finish.endedAtMs - finish.startedAtMs);
  const dispatchMs = sum((finish) => finish.endedAtMs - (finish.firstCallAtMs ?? finish.startedAtMs));
  return { startedAtMs, firstCallAtMs: endedAtMs - dispatchMs, endedAtMs };
}
