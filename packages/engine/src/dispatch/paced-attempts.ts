import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneOf, type Lane } from "../pace/lane.ts";
import { handOut, takeByLane, type TurnsByLane } from "../pace/take-by-lane.ts";
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

/** Takes as many turns as the attempts need, as far as they are to be had within `withinMs`. */
export function takeTurns(
  { pace }: EngineContext,
  message: PreparedMessage,
  attempts: readonly NewAttempt[],
  withinMs: number,
): Promise<TurnsByLane> {
  return takeByLane(pace, attempts.map((attempt) => laneOfAttempt(message, attempt)), withinMs);
}

/** Gives the turns of each lane to its attempts in their order. */
export function assignTurns(message: PreparedMessage, attempts: readonly NewAttempt[], taken: TurnsByLane): PacedAttempts {
  const paced: PacedAttempt[] = [];
  const without: AttemptWithoutTurn[] = [];
  const nextTurn = handOut(taken);
  for (const attempt of attempts) {
    const lane = laneOfAttempt(message, attempt);
    if (lane === undefined) {
      paced.push({ attempt, turnAt: undefined });
      continue;
    }
    const turnAt = nextTurn(lane);
    if (turnAt === undefined) without.push({ attempt, lane });
    else paced.push({ attempt, turnAt });
  }
  return { paced: paced.toSorted((one, other) => (one.turnAt ?? 0) - (other.turnAt ?? 0)), without };
}

function laneOfAttempt(message: PreparedMessage, attempt: NewAttempt): Lane | undefined {
  return laneOf(routeOf(message, attempt)!, attempt.endpoint);
}
