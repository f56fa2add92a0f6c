import { laneKey, type Lane } from "./lane.ts";
import type { Pace } from "./pace.ts";
import type { Turns } from "./turns.ts";

/** Turns that were taken together, by lane. */
export type TurnsByLane = ReadonlyMap<string, Turns>;

/** Takes a turn for each of these calls, as far as they are to be had within `withinMs`; undefined needs none. */
export async function takeByLane(
  pace: Pace,
  lanes: readonly (Lane | undefined)[],
  withinMs: number,
): Promise<TurnsByLane> {
  const wanted = new Map<string, { readonly lane: Lane; count: number }>();
  for (const lane of lanes) {
    if (lane === undefined) continue;
    const want = wanted.get(laneKey(lane)) ?? { lane, count: 0 };
    want.count += 1;
    wanted.set(laneKey(lane), want);
  }
  const taken = [...wanted].map(async ([key, { lane, count }]) => [key, await pace.take(lane, count, withinMs)] as const);
  return new Map(await Promise.all(taken));
}

/** Gives the turns of each lane out in the order of asking; undefined when they are all given. */
export function handOut(taken: TurnsByLane): (lane: Lane) => number | undefined {
  const given = new Map<string, number>();
  return (lane) => {
    const key = laneKey(lane);
    const index = given.get(key) ?? 0;
    given.set(key, index + 1);
    return taken.get(key)?.at[index];
  };
}
