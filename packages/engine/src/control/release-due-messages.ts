import type { EngineContext } from "../engine-context.ts";
import { endCancellation } from "../store/control/cancel-message.ts";
import { lockControls } from "../store/control/lock-controls.ts";
import { readControlledMessage } from "../store/control/read-controlled-message.ts";
import { findDueMessages, releaseMessages } from "../store/control/release-messages.ts";
import { endUnstarted } from "../open-messages/end-unstarted.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { closeAllCancelled } from "./close-cancelled.ts";

const releaseLimit = 100;

/** Releases messages whose time has come, ends those that were never started, and cancellations that a dead process had begun. Gives how many it found. */
export async function releaseDueMessages(context: EngineContext): Promise<number> {
  const { connection } = context;
  const due = await findDueMessages(connection, context.projectId, releaseLimit);
  if (due.length === 0) return 0;
  const cancelled = await retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      await lockControls(transaction, due);
      await endUnstarted(transaction, context.projectId, due);
      return releaseMessages(transaction, context.projectId, due);
    }),
  );
  for (const id of cancelled) await carryOutCancellation(context, id);
  nudgeSenders(context);
  return due.length;
}

/** Closes what a cancelled message has left, to the end. */
export async function carryOutCancellation(context: EngineContext, id: string): Promise<void> {
  const { connection } = context;
  const message = await readControlledMessage(connection, context.projectId, id);
  if (message === undefined) return;
  await closeAllCancelled(context, id, message.plan);
  await endCancellation(connection, context.projectId, id);
}

/** There may be something to send now. */
export function nudgeSenders(context: EngineContext): void {
  for (const work of ["chunks", "smallChunks", "deliveries"] as const) context.nudge(work);
}
