import { cancelDelivery } from "../control/cancel-delivery.ts";
import { StateError } from "../control/state-error.ts";
import type { EngineContext } from "../engine-context.ts";
import { formatDeliveryId } from "../ids.ts";
import { eraseDeliveries, eraseInboundEvents, findDeliveriesTo, readNextMessages, type FoundDelivery } from "../store/erasures/erase-deliveries.ts";
import { claimErasure, endPass, insertErasure, writeSlice, type ClaimedErasure } from "../store/erasures/erasure-rows.ts";
import { forgetContact } from "../store/erasures/forget-contact.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";

/** Messages that are looked at in one go. */
const sliceSize = 50;

/** Forgets a contact at once, and begins to erase it from what was sent. Gives the erasure's id; undefined when there is no contact. */
export async function beginErasure(context: EngineContext, contactId: string): Promise<string | undefined> {
  const { connection, projectId } = context;
  const id = await retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const addresses = await forgetContact(transaction, projectId, contactId);
      return addresses && insertErasure(transaction, projectId, addresses);
    }),
  );
  if (id !== undefined) context.nudge("erasures");
  return id;
}

/**
 * Works on one slice of an erasure. Each is counted in the transaction that erases it; what has not gone out is cancelled, and
 * what is under way is come back to, since an attempt that is not settled still needs its address.
 */
export async function eraseNextSlice(context: EngineContext): Promise<number> {
  const { connection, projectId, settings } = context;
  const claimed = await claimErasure(connection, projectId, settings.leaseMs);
  if (claimed === undefined) return 0;
  const messageIds = claimed.addresses.length === 0 ? [] : await readNextMessages(connection, projectId, claimed.lastMessageId, sliceSize);
  if (messageIds.length > 0) await eraseSlice(context, claimed, messageIds);
  else {
    await connection.transaction().execute(async (transaction) => {
      await endPass(transaction, projectId, claimed.id, await eraseInboundEvents(transaction, projectId, claimed.addresses));
    });
  }
  return 1;
}

async function eraseSlice(context: EngineContext, claimed: ClaimedErasure, messageIds: readonly string[]): Promise<void> {
  const { connection, projectId } = context;
  const find = () => findDeliveriesTo(connection, projectId, messageIds, claimed.addresses);
  let found = await find();
  const live = found.filter(({ isOver }) => !isOver);
  if (live.length > 0) {
    for (const delivery of live) await cancel(context, delivery);
    found = await find();
  }
  const over = found.filter(({ isOver }) => isOver);
  await connection.transaction().execute(async (transaction) => {
    await eraseDeliveries(transaction, projectId, over, claimed.addresses);
    const lastMessageId = messageIds.at(-1)!;
    await writeSlice(transaction, projectId, claimed, { lastMessageId, deliveries: over.length, isUnderWay: over.length < found.length });
  });
}

/** What has ended in between needs none. */
async function cancel(context: EngineContext, { messageId, number }: FoundDelivery): Promise<void> {
  try {
    await cancelDelivery(context, formatDeliveryId(messageId, number));
  } catch (error) {
    if (!StateError.is(error)) throw error;
  }
}
