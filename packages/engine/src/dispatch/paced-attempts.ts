import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneKey, laneOf, type Lane } from "../pace/lane.ts";
import type { Turns } from "../pace/turns.ts";
import type { NewAttempt } from "../store/insert-attempts.ts";

/** An attempt and when its call may be made. */
export interface PacedAttempt {
  readonly attempt: NewAttempt;
  /** On this machine's monotonic clock, in milliseconds; undefined where nothing limits the rate, or no turn is taken yet. */
  readonly turnAt: number | undefined;
}

/** An attempt for which its lane has no turn now. */
export interface AttemptWithoutTurn {
  readonly attempt: NewAttempt;
  readonly lane: Lane;
}

export interface PacedAttempts {
  readonly paced: readonly PacedAttempt[];
  readonly without: readonly AttemptWithoutTurn[];
}

/** The turns that were taken for the attempts of one dispatch, by lane. */
export type TurnsByLane = ReadonlyMap<string, Turns>;

/** Takes as many turns as the attempts need, as far as they are to be had within `withinMs`. */
export async function takeTurns(
  { pace }: EngineContext,
  message: PreparedMessage,
  attempts: readonly NewAttempt[],
  withinMs: number,
): Promise<TurnsByLane> {
  const wanted = new Map<string, { readonly lane: Lane; count: number }>();
  for (const attempt of attempts) {
    const lane = laneOfAttempt(message, attempt);
    if (lane === undefined) continue;
    const want = wanted.get(laneKey(lane)) ?? { lane, count: 0 };
    want.count += 1;
    wanted.set(laneKey(lane), want);
  }
  const taken = [...wanted].map(async ([key, { lane, count }]) => [key, await pace.take(lane, count, withinMs)] as const);
  return new Map(await Promise.all(taken));
}

/** Gives the turns of each lane to its attempts in their order. */
export function assignTurns(message: PreparedMessage, attempts: readonly NewAttempt[], taken: TurnsByLane): PacedAttempts {
  const paced: PacedAttempt[] = [];
  const without: AttemptWithoutTurn[] = [];
  const given = new Map<string, number>();
  for (const attempt of attempts) {
    const lane = laneOfAttempt(message, attempt);
    if (lane === undefined) {
      paced.push({ attempt, turnAt: undefined });
      continue;
    }
    const key = laneKey(lane);
    const index = given.get(key) ?? 0;
    given.set(key, index + 1);
    const turnAt = taken.get(key)?.at[index];
    if (turnAt === undefined) without.push({ attempt, lane });
    else paced.push({ attempt, turnAt });
  }
  return { paced: paced.toSorted((one, other) => (one.turnAt ?? 0) - (other.turnAt ?? 0)), without };
}

function laneOfAttempt(message: PreparedMessage, attempt: NewAttempt): Lane | undefined {
  return laneOf(routeOf(message, attempt)!, attempt.endpoint);
}
