import type { Plan } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import { closeCancelled } from "../dispatch/changes-without-call.ts";
import type { EngineContext } from "../engine-context.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { applyChanges } from "../store/apply-changes.ts";
import type { ClaimedDelivery } from "../store/claimed-delivery.ts";
import { lockLiveDeliveries, readUnsettled } from "../store/control/lock-live-deliveries.ts";
import { readClock } from "../store/read-clock.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";

/** Deliveries in one transaction: an embedded database is not held up for long. */
const sliceSize = 500;

/** Higher than any delivery's number. */
const lastNumber = 2 ** 31 - 1;

/** Closes every delivery of a cancelled message that has not been given to an attempt; can be done again at any time. */
export async function closeAllCancelled({ connection, observe, projectId }: EngineContext, messageId: string, plan: Plan): Promise<void> {
  for (let from: number | undefined = 0; from !== undefined; ) {
    const first: number = from;
    const { closed, next } = await retryOnConflict(() =>
      connection.transaction().execute(async (transaction) => {
        const live = await lockLiveDeliveries(transaction, projectId, messageId, first, lastNumber, sliceSize);
        return {
          closed: await closeLocked(transaction, projectId, messageId, plan, live),
          next: live.length < sliceSize ? undefined : live.at(-1)!.number + 1,
        };
      }),
    );
    observationsOfChanges(closed).forEach(observe);
    from = next;
  }
}

/** Closes those of the locked deliveries that can be cancelled, and gives the changes that this made. */
export async function closeLocked(
  transaction: Database,
  projectId: string,
  messageId: string,
  plan: Plan,
  live: readonly ClaimedDelivery[],
): Promise<readonly DeliveryChange[]> {
  const unsettled = await readUnsettled(transaction, projectId, messageId, live.map(({ number }) => number));
  const now = await readClock(transaction);
  const closable = live.filter((delivery) => !unsettled.has(delivery.number) && mayStillSend(plan, delivery));
  return applyChanges(transaction, projectId, closable.map((delivery) => closeCancelled(delivery, now)));
}

/** Whether anything could go out for it yet. One that waits for the last word on its last call has gone out. */
function mayStillSend({ steps }: Plan, { status, step }: ClaimedDelivery): boolean {
  return status !== "waiting" || step < steps.length - 1 || steps[step]!.retryEveryMs !== undefined;
}
