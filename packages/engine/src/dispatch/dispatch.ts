import type { DeliveryOutcome } from "@todoke/core";
import type { PreparedMessage } from "../content/prepared-message.ts";
import type { DeliveryChange, HistoryEntry } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import type { Database } from "../database/open-database.ts";
import { insertAttempts, type NewAttempt } from "../store/insert-attempts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { considerDeliveries, type ConsideredDelivery } from "./consider-deliveries.ts";
import { formAttempts } from "./form-attempts.ts";
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
  const attempts = formAttempts(message, considered, now);
  const unsendable = isExpired
    ? deliveries.map((delivery) => closeExpired(delivery))
    : considered.filter(({ use }) => use === undefined).map((delivery) => closeUnsendable(delivery));
  if (!(await commitIntents(context, attempts, unsendable, handOver))) {
    context.log.warn({ message: message.id }, "a claim was lost before its intents were written; nothing was sent");
    return;
  }
  for (const attempt of attempts) await context.slots.start(() => makeCall(context, message, attempt));
}

async function commitIntents(
  { connection, settings }: EngineContext,
  attempts: readonly NewAttempt[],
  unsendable: readonly DeliveryChange[],
  handOver: HandOver,
): Promise<boolean> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const carried = attempts.flatMap((attempt) => attempt.members);
      if (!(await handOver(transaction, carried))) return false;
      await insertAttempts(transaction, attempts, settings.leaseMs);
      await applyChanges(transaction, unsendable);
      return true;
    }),
  );
}

/** No further step can reach this recipient: the delivery ends with the best word there is. */
function closeUnsendable({ delivery, step, skipped, history }: ConsideredDelivery): DeliveryChange {
  const outcome = (delivery.evidence as DeliveryOutcome | null) ?? "skipped";
  return close(delivery, step, outcome, history, { code: skipped!.reason, detail: skipped!.detail });
}

/** Its validity ended before another attempt could be made. */
function closeExpired(delivery: ClaimedDelivery): DeliveryChange {
  const mayHaveArrived = delivery.evidence !== null && delivery.evidence !== "failed";
  const outcome = mayHaveArrived ? (delivery.evidence as DeliveryOutcome) : "expired";
  const reason = { code: "expired", detail: "the validity period ended before anything succeeded" };
  return close(delivery, delivery.step, outcome, [], reason);
}

function close(
  delivery: ClaimedDelivery,
  step: number,
  outcome: DeliveryOutcome,
  history: readonly HistoryEntry[],
  reason: { readonly code: string; readonly detail: string },
): DeliveryChange {
  return {
    messageId: delivery.messageId,
    number: delivery.number,
    fromStatus: delivery.status,
    fromStep: delivery.step,
    status: "final",
    step,
    stepStartedAt: null,
    tries: delivery.tries,
    dueAt: null,
    attemptId: null,
    history,
    evidence: null,
    outcome,
    succeeded: false,
    channel: null,
    reasonCode: reason.code,
    reasonDetail: reason.detail,
    possibleDuplicate: false,
  };
}
