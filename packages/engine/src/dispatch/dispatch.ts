import type { PreparedMessage } from "../content/prepared-message.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import type { Database } from "../database/open-database.ts";
import { insertAttempts, type NewAttempt } from "../store/insert-attempts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeExpired, closeUnsendable, defer } from "./changes-without-call.ts";
import { considerDeliveries } from "./consider-deliveries.ts";
import { formAttempts } from "./form-attempts.ts";
import { limitKeyless } from "./limit-keyless.ts";
import { makeCall } from "./make-call.ts";

/**
 * Gives a claim up in the transaction that writes the intents, and says whether it was still ours. `carried` are the
 * deliveries that now belong to attempts.
 */
export type HandOver = (transaction: Database, carried: readonly number[]) => Promise<boolean>;

/**
 * Sends claimed deliveries of one message on their way: decides on a step for each, commits the intents, and only then
 * calls the providers. Resolves when every call has started; outcomes are written as they arrive. A crash anywhere in
 * between leaves either the claim or an intent behind, never neither.
 */
export async function dispatch(
  context: EngineContext,
  message: PreparedMessage,
  deliveries: readonly ClaimedDelivery[],
  handOver: HandOver,
): Promise<void> {
  const now = context.clock.now();
  const isExpired = now >= message.validUntil;
  const considered = isExpired ? [] : await considerDeliveries(context, message, deliveries, now);
  const { ready, deferred } = limitKeyless(message, considered);
  const attempts = formAttempts(message, ready, now);
  const changes = [
    ...(isExpired ? deliveries.map((delivery) => closeExpired(delivery, now)) : []),
    ...considered.filter(({ use }) => use === undefined).map((delivery) => closeUnsendable(delivery, now)),
    ...deferred.map((delivery) => defer(delivery, now)),
  ];
  if (!(await commitIntents(context, attempts, changes, handOver))) {
    context.log.warn({ message: message.id }, "a claim was lost before its intents were written; nothing was sent");
    return;
  }
  if (deferred.length > 0) context.nudge("deliveries");
  for (const attempt of attempts) await context.slots.start(() => makeCall(context, message, attempt));
}

async function commitIntents(
  { connection, settings }: EngineContext,
  attempts: readonly NewAttempt[],
  changes: readonly DeliveryChange[],
  handOver: HandOver,
): Promise<boolean> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const carried = attempts.flatMap((attempt) => attempt.members);
      if (!(await handOver(transaction, carried))) return false;
      await insertAttempts(transaction, attempts, settings.leaseMs);
      await applyChanges(transaction, changes);
      return true;
    }),
  );
}
