import type { PreparedMessage } from "../content/prepared-message.ts";
import { later } from "../decide.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { laneKey } from "../pace/lane.ts";
import { horizonsOf } from "../pace/priority.ts";
import type { TurnsByLane } from "../pace/take-by-lane.ts";
import { smallChunkSize } from "../store/insert-message.ts";
import { defer } from "./changes-without-call.ts";
import type { ConsideredDelivery } from "./consider-deliveries.ts";
import { formAttempts } from "./form-attempts.ts";
import { monotonicMs } from "../surroundings.ts";
import { limitKeyless } from "./limit-keyless.ts";
import { assignTurns, takeTurns, type AttemptWithoutTurn, type PacedAttempt } from "./paced-attempts.ts";

/**
 * What becomes of deliveries whose call has no turn yet. `stay`: the first of them and all after it stay as they are.
 * `come-again`: they become due again when their turn is near.
 */
export type WithoutTurn = "stay" | "come-again";

/** What goes of the deliveries that were considered. */
export interface Going {
  readonly considered: readonly ConsideredDelivery[];
  readonly paced: readonly PacedAttempt[];
  /** Moves of deliveries that come again. */
  readonly changes: readonly DeliveryChange[];
  /** The number of the first delivery that stays as it is. */
  readonly rest: number | undefined;
  /** When those without a turn come again, in so many milliseconds; undefined when all turns that were wanted were had. */
  readonly againInMs: number | undefined;
}

/** Forms attempts and takes their turns. */
export async function paceDeliveries(
  context: EngineContext,
  message: PreparedMessage,
  considered: readonly ConsideredDelivery[],
  now: Date,
  withoutTurn: WithoutTurn,
): Promise<Going> {
  const { ready, deferred } = limitKeyless(message, considered, now);
  const again = (deliveries: readonly ConsideredDelivery[]) => deliveries.map((delivery) => defer(delivery, now, now));
  const attempts = formAttempts(message, ready, now);
  const horizons = horizonsOf(message.purpose);
  const withinMs = considered.length > smallChunkSize ? horizons.many : horizons.few;
  const taken = await takeTurns(context, message, attempts, withinMs);
  const { paced, without } = assignTurns(message, attempts, taken);
  if (without.length === 0) {
    return { considered, paced, changes: again(deferred), rest: undefined, againInMs: undefined };
  }
  const aheadMs = considered.length > smallChunkSize ? horizons.many / 2 : horizons.few;
  const nextInMs = Math.max(0, untilNextTurn(without, taken) - aheadMs);
  if (withoutTurn === "come-again") {
    const changes = [...again(deferred), ...comeAgain(context, without, taken, ready, now, aheadMs)];
    return { considered, paced, changes, rest: undefined, againInMs: nextInMs };
  }
  const rest = Math.min(...without.flatMap(({ attempt }) => attempt.members));
  const before = (deliveries: readonly ConsideredDelivery[]) => deliveries.filter(({ delivery }) => delivery.number < rest);
  // Formed anew: a call may have carried deliveries from both sides of the cut.
  const kept = assignTurns(message, formAttempts(message, before(ready), now), taken);
  return {
    considered: before(considered),
    paced: [...kept.paced, ...kept.without.map(({ attempt }) => ({ attempt, turnAt: undefined }))],
    changes: again(before(deferred)),
    rest,
    // Few get a place behind those who were sent away before them; many come for what there is by then.
    againInMs: considered.length > smallChunkSize ? nextInMs : queue(context, without[0]!, taken, aheadMs),
  };
}

function untilNextTurn(without: readonly AttemptWithoutTurn[], taken: TurnsByLane): number {
  const nextAt = Math.min(...without.map(({ lane }) => taken.get(laneKey(lane))!.nextAt));
  return nextAt - monotonicMs();
}

function queue({ pace }: EngineContext, { lane }: AttemptWithoutTurn, taken: TurnsByLane, aheadMs: number): number {
  return pace.queue(lane, taken.get(laneKey(lane))!, aheadMs);
}

/** The deliveries of an attempt come again together, so that they can share a call then too. */
function comeAgain(
  context: EngineContext,
  without: readonly AttemptWithoutTurn[],
  taken: TurnsByLane,
  ready: readonly ConsideredDelivery[],
  now: Date,
  aheadMs: number,
): readonly DeliveryChange[] {
  const byNumber = new Map(ready.map((considered) => [considered.delivery.number, considered]));
  return without.flatMap((each) => {
    const dueAt = later(now, queue(context, each, taken, aheadMs));
    return each.attempt.members.map((number) => defer(byNumber.get(number)!, now, dueAt));
  });
}
