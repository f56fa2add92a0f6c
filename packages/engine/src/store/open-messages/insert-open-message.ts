import type { Database } from "../../database/open-database.ts";
import { inTransaction } from "../in-transaction.ts";
import { insertWithFirst, toRow, type InsertedMessage, type NewDelivery, type NewMessage } from "../insert-message.ts";
import { appendRecipients } from "./append-recipients.ts";

/** Writes a message without any work on it yet, and those of its recipients that are known. */
export function insertOpenMessage(
  database: Database,
  projectId: string,
  message: NewMessage,
  deliveries: readonly NewDelivery[],
): Promise<InsertedMessage> {
  return inTransaction(database, async (transaction) => {
    const inserted = await insertWithFirst(transaction, projectId, message, 0, []);
    await appendRecipients(transaction, projectId, message.id, deliveries.map((delivery) => JSON.stringify(toRow(delivery))));
    return inserted;
  });
}
