import type { Database } from "../database/open-database.ts";
import { beginMessage, findUnstarted } from "../store/open-messages/begin-message.ts";

/** Lets those of the messages that are open and past their end go on to where they expire. Under their lock for controls. */
export async function endUnstarted(transaction: Database, projectId: string, messageIds: readonly string[]): Promise<void> {
  for (const { id, validUntil } of await findUnstarted(transaction, projectId, messageIds)) {
    await beginMessage(transaction, projectId, id, { sendAt: undefined, isScheduled: false, validUntil, isStarted: false });
  }
}
