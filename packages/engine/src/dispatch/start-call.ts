import { ProviderError } from "@todoke/core";
import { routeOf, type PreparedMessage } from "../content/prepared-message.ts";
import type { EngineContext } from "../engine-context.ts";
import type { TurnObserved } from "../observing/observation.ts";
import { laneOf, type Lane } from "../pace/lane.ts";
import { horizonsOf, priorityOf } from "../pace/priority.ts";
import type { Attempt } from "../store/attempt-row.ts";
import { monotonicMs } from "../surroundings.ts";
import { giveUpCall, makeCall } from "./make-call.ts";

/**
 * Starts the call of a committed attempt at its turn, on this machine's monotonic clock, and as soon as there is room
 * for one more. Without a turn it takes one where the rate is limited. Resolves when it is on its way: no more than a
 * bounded number wait.
 */
export async function startCall(
  context: EngineContext,
  message: PreparedMessage,
  attempt: Attempt,
  turnAt: number | undefined,
): Promise<void> {
  const lane = laneOf(routeOf(message, attempt)!, attempt.endpoint);
  const isUrgent = priorityOf(attempt.purpose) === 0;
  if (lane === undefined) return context.slots.start(() => makeCall(context, message, attempt), isUrgent);
  await context.waiting.start(() => startInTurn(context, message, attempt, lane, turnAt), isUrgent);
}

/** Never rejects. A call that finds no turn for long is given up, before somebody takes its attempt for one that was lost. */
async function startInTurn(
  context: EngineContext,
  message: PreparedMessage,
  attempt: Attempt,
  lane: Lane,
  turnAt: number | undefined,
): Promise<void> {
  const { pace, slots, settings, signal, log } = context;
  const { accountId: account, endpoint } = lane;
  const waitsSince = monotonicMs();
  const observe = (result: TurnObserved["result"]) =>
    context.observe({ type: "turn", account, endpoint, result, waitedMs: monotonicMs() - waitsSince });
  const until = waitsSince + (settings.leaseMs - settings.callTimeoutMs) * usedOfLease;
  const call = async () => {
    await pace.keepDistance(lane, signal);
    observe("taken");
    await makeCall(context, message, attempt);
  };
  try {
    for (let next = turnAt; ; ) {
      const turn = await pace.turn(lane, next, { until, withinMs: horizonsOf(attempt.purpose).few, signal });
      if (turn === undefined) break;
      if (await slots.startUnless(() => pace.hasMissed(lane, turn), call, priorityOf(attempt.purpose) === 0)) return;
      next = turn;
    }
  } catch (error) {
    log.error({ error, account }, "no turn could be had from the database");
  }
  observe("given-up");
  await giveUpCall(context, message, attempt, withoutTurn);
}

/** Of the time that a lease leaves for waiting: it began a little before. */
const usedOfLease = 0.9;

const withoutTurn = new ProviderError({
  class: "unavailable",
  providerCode: "no-turn",
  message: "it had no turn: nothing was sent",
});
