import type { DeliveryDetail } from "../delivery-view.ts";
import type { Database } from "../database/open-database.ts";
import type { DeliveryChange } from "../delivery-change.ts";
import type { EngineContext } from "../engine-context.ts";
import { parseDeliveryId } from "../ids.ts";
import { countAsReleased, freeClaimedWith, takeChunkBack } from "../store/control/cancel-one-delivery.ts";
import { observationsOfChanges } from "../observing/observations-of-changes.ts";
import { lockControls } from "../store/control/lock-controls.ts";
import { lockLiveDeliveries } from "../store/control/lock-live-deliveries.ts";
import { readControlledMessage } from "../store/control/read-controlled-message.ts";
import { readDelivery } from "../store/read-delivery.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeLocked } from "./close-cancelled.ts";
import { nudgeSenders } from "./release-due-messages.ts";
import { StateError } from "./state-error.ts";

/** A delivery that was to be cancelled. */
export interface CancelledDelivery extends DeliveryDetail {
  /** A provider has or may have it: it was not cancelled and goes on as planned. */
  readonly tooLate: boolean;
}

/**
 * Ends one delivery before anything more goes out for it. Undefined when there is no such delivery; throws `StateError`
 * when it had ended otherwise.
 */
export async function cancelDelivery(context: EngineContext, id: string): Promise<CancelledDelivery | undefined> {
  const parsed = parseDeliveryId(id);
  if (parsed === undefined) return undefined;
  const { id: messageId, number } = parsed;
  const closed = await retryOnConflict(() =>
    context.connection.transaction().execute((transaction) => closeOne(transaction, context.projectId, messageId, number)),
  );
  observationsOfChanges(closed).forEach(context.observe);
  nudgeSenders(context);
  const delivery = await readDelivery(context.connection, context.projectId, messageId, number);
  if (delivery === undefined) return undefined;
  if (delivery.status === "final" && delivery.reason?.code !== "cancelled") {
    throw new StateError("already-over", `delivery ${id} has ended and cannot be cancelled`);
  }
  return { ...delivery, tooLate: delivery.status !== "final" };
}

async function closeOne(transaction: Database, projectId: string, messageId: string, number: number): Promise<readonly DeliveryChange[]> {
  await lockControls(transaction, [messageId]);
  const message = await readControlledMessage(transaction, projectId, messageId);
  if (message === undefined) return [];
  await takeChunkBack(transaction, projectId, messageId, number);
  const live = await lockLiveDeliveries(transaction, projectId, messageId, number, number, 1);
  if (live.length === 0) return [];
  await freeClaimedWith(transaction, projectId, messageId, number);
  if (!message.hasBegun) await countAsReleased(transaction, projectId, messageId);
  return closeLocked(transaction, projectId, messageId, message.plan, live);
}
