import type { Database } from "../database/open-database.ts";
import { onlyOnce } from "../idempotency/only-once.ts";
import { insertMessageToList } from "../store/audiences/insert-message-to-list.ts";
import { insertMessage } from "../store/insert-message.ts";
import { inTransaction } from "../store/in-transaction.ts";
import { insertOpenMessage } from "../store/open-messages/insert-open-message.ts";
import type { Acceptance, Accepted } from "./acceptance.ts";

/**
 * Writes a message of any size, with its answer where it has a key, in one transaction. Throws `ReferenceInUseError`,
 * `IdempotencyKeyInUseError`, `IdempotencyKeyReusedError` and, for a list, `InvalidRequestError`.
 */
export function writeAcceptance(database: Database, acceptance: Acceptance): Promise<Accepted> {
  const { keyed } = acceptance;
  if (keyed === undefined) return insert(database, acceptance);
  return inTransaction(database, (transaction) => onlyOnce(transaction, keyed, () => insert(transaction, acceptance)));
}

async function insert(database: Database, { message, deliveries, listId, view }: Acceptance) {
  if (listId !== undefined) return { message: view(await insertMessageToList(database, message, listId)) };
  const insertOne = message.isOpen ? insertOpenMessage : insertMessage;
  return { message: view({ ...(await insertOne(database, message, deliveries)), recipients: deliveries.length }) };
}
