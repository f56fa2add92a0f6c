import type { PreparedMessage } from "../content/prepared-message.ts";
import { isAnyDue, type DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import type { NewAttempt } from "../store/insert-attempts.ts";
import { closeExpired, closeUnsendable, defer } from "./changes-without-call.ts";
import { considerDeliveries, type Consideration, type ConsideredDelivery } from "./consider-deliveries.ts";
import { keepToBudgets } from "./keep-to-budgets.ts";
import { keepToWindow } from "./keep-to-window.ts";
import { startCall } from "./start-call.ts";
import { paceDeliveries, type WithoutTurn } from "./pace-deliveries.ts";
import type { CommittedIntents, Guarded, Intents } from "./write-intents.ts";
import { monotonicMs } from "../surroundings.ts";

/** How the claim on the dispatched deliveries is given up. */
export interface Claim {
  /**
   * What is given up in the transaction that writes the intents: everything that was dispatched, up to `rest`, the number of
   * the first that stays, where any does.
   */
  handOver(rest: number | undefined): Intents["claim"];
  /** What stays is named to `handOver`. */
  readonly withoutTurn: WithoutTurn;
}

/** What is left of a dispatch. */
export interface Rest {
  /** When it comes again for the turns that there are by then, in so many milliseconds. */
  readonly againInMs: number;
}

/**
 * Sends claimed deliveries of one message on their way: decides on a step for each, takes turns within the providers'
 * rates, commits the intents, and only then calls the providers. Resolves when every call has been put on its way, with
 * what must wait for a turn; outcomes are written as they arrive. A crash anywhere in between leaves either the claim or
 * an intent behind, never neither. `held` are moves of others of the claim, written with the intents.
 */
export async function dispatch(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  claim: Claim,
  held: readonly DeliveryChange[] = [],
): Promise<Rest | "claim-lost" | undefined> {
  const now = context.clock.now();
  const isExpired = now >= message.validUntil;
  const kept = isExpired ? undefined : keepToWindow(message, deliveries, now);
  const { considered, stored } = kept === undefined ? nothingConsidered : await considerDeliveries(context, message, kept.open, now);
  const budgeted = await keepToBudgets(context, message, considered, now);
  const askedAt = monotonicMs();
  const going = await paceDeliveries(context, message, budgeted.going, now, claim.withoutTurn);
  const left = deliveries.filter(({ number }) => going.rest === undefined || number < going.rest);
  const changes = [
    ...held,
    ...(kept?.changes ?? deliveries.map((delivery) => closeExpired(delivery, now))),
    ...going.considered.filter(({ use }) => use === undefined).map((delivery) => closeUnsendable(delivery, now)),
    ...going.changes,
    ...budgeted.changes.filter(({ number }) => going.rest === undefined || number < going.rest),
  ];
  let committed: CommittedIntents | undefined;
  if (left.length > 0 || held.length > 0 || going.rest === undefined) {
    const attempts = going.paced.map(({ attempt }) => attempt);
    const holds = budgeted.holds.filter(({ number }) => going.rest === undefined || number < going.rest);
    committed = await context.intents.write({ claim: claim.handOver(going.rest), attempts, guarded: guardedOf(going.considered, attempts, now), changes, holds });
    if (committed === undefined) {
      context.log.warn({ message: message.id }, "a claim was lost before its intents were written; nothing was sent");
      return "claim-lost";
    }
    for (const budget of committed.reached) context.log.warn({ budget }, "a budget is used up: deliveries wait for room");
    observationsOfChanges(committed.moved).forEach(context.observe);
    if (going.paced.some(({ turnAt }) => turnAt !== undefined)) context.pace.preparing.learn(monotonicMs() - askedAt);
  }
  const { callable = [], moved = [] } = committed ?? {};
  if (isAnyDue(moved, context.clock.now())) context.nudge("deliveries");
  await stored;
  const pacedById = new Map(going.paced.map((paced) => [paced.attempt.id, paced]));
  for (const attempt of callable) {
    const paced = pacedById.get(attempt.id)!;
    // One that got no reply token goes to another endpoint than its turn is for, and takes a turn there.
    await startCall(context, message, attempt, attempt.endpoint === paced.attempt.endpoint ? paced.turnAt : undefined);
  }
  return going.againInMs === undefined ? undefined : { againInMs: going.againInMs };
}

const nothingConsidered: Consideration = { considered: [], stored: Promise.resolve() };

/** The members of the attempts that must take something before they may go. */
function guardedOf(
  considered: readonly ConsideredDelivery[],
  attempts: readonly NewAttempt[],
  now: Date,
): readonly Guarded[] {
  const guarded = considered.filter(({ places, spends }) => places.length > 0 || spends.length > 0);
  if (guarded.length === 0) return [];
  const members = new Set(attempts.flatMap(({ members: numbers }) => numbers));
  return guarded.filter(({ delivery }) => members.has(delivery.number)).map((each) =>
    ({ number: each.delivery.number, places: each.places, spends: each.spends, otherwise: defer(each, now, now) }));
}
