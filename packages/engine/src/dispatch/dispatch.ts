import type { PreparedMessage } from "../content/prepared-message.ts";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { insertAttempts, type NewAttempt } from "../store/insert-attempts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeExpired, closeUnsendable } from "./changes-without-call.ts";
import { claimReplies } from "./claim-replies.ts";
import { considerDeliveries } from "./consider-deliveries.ts";
import { keepToWindow } from "./keep-to-window.ts";
import { startCall } from "./start-call.ts";
import { paceDeliveries, type WithoutTurn } from "./pace-deliveries.ts";

/** How the claim on the dispatched deliveries is given up. */
export interface Claim {
  /**
   * Gives the claim up in the transaction that writes the intents, and says whether it was still ours. `carried` are the
   * deliveries that now belong to attempts.
   */
  handOver(transaction: Database, carried: readonly number[], rest: number | undefined): Promise<boolean>;
  /** What stays is named to `handOver`: `rest` is the number of the first such delivery. */
  readonly withoutTurn: WithoutTurn;
}

/** What is left of a dispatch. */
export interface Rest {
  /** How long it takes until the next turn is to be had, in milliseconds. */
  readonly nextTurnInMs: number;
}

/**
 * Sends claimed deliveries of one message on their way: decides on a step for each, takes turns within the providers'
 * rates, commits the intents, and only then calls the providers. Resolves when every call has been put on its way, with
 * what must wait for a turn; outcomes are written as they arrive. A crash anywhere in between leaves either the claim or
 * an intent behind, never neither.
 */
export async function dispatch(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  claim: Claim,
): Promise<Rest | undefined> {
  const now = context.clock.now();
  const isExpired = now >= message.validUntil;
  const kept = isExpired ? undefined : keepToWindow(message, deliveries, now);
  const considered = kept === undefined ? [] : await considerDeliveries(context, message, kept.open, now);
  const askedAt = performance.now();
  const going = await paceDeliveries(context, message, considered, now, claim.withoutTurn);
  const left = deliveries.filter(({ number }) => going.rest === undefined || number < going.rest);
  const changes = [
    ...(kept?.changes ?? deliveries.map((delivery) => closeExpired(delivery, now))),
    ...going.considered.filter(({ use }) => use === undefined).map((delivery) => closeUnsendable(delivery, now)),
    ...going.changes,
  ];
  let callable: readonly NewAttempt[] = [];
  if (left.length > 0 || going.rest === undefined) {
    const attempts = going.paced.map(({ attempt }) => attempt);
    const handOver = (transaction: Database) =>
      claim.handOver(transaction, attempts.flatMap(({ members }) => members), going.rest);
    const committed = await commitIntents(context, attempts, changes, handOver);
    if (committed === undefined) {
      context.log.warn({ message: message.id }, "a claim was lost before its intents were written; nothing was sent");
      return undefined;
    }
    callable = committed;
    if (going.paced.some(({ turnAt }) => turnAt !== undefined)) context.pace.preparing.learn(performance.now() - askedAt);
  }
  if (going.changes.length > 0) context.nudge("deliveries");
  for (const [index, attempt] of callable.entries()) {
    const paced = going.paced[index]!;
    // One that got no reply token goes to another endpoint than its turn is for, and takes a turn there.
    await startCall(context, message, attempt, attempt.endpoint === paced.attempt.endpoint ? paced.turnAt : undefined);
  }
  return going.nextTurnInMs === undefined ? undefined : { nextTurnInMs: going.nextTurnInMs };
}

/** The attempts as they are to be called; undefined when the claim was lost. */
async function commitIntents(
  { connection, settings, observe }: EngineContext,
  attempts: readonly NewAttempt[],
  changes: readonly DeliveryChange[],
  handOver: (transaction: Database) => Promise<boolean>,
): Promise<readonly NewAttempt[] | undefined> {
  const committed = await retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      if (!(await handOver(transaction))) return undefined;
      const callable = await claimReplies(transaction, attempts);
      await insertAttempts(transaction, callable, settings.leaseMs);
      return { callable, moved: await applyChanges(transaction, changes) };
    }),
  );
  if (committed !== undefined) observationsOfChanges(committed.moved).forEach(observe);
  return committed?.callable;
}
