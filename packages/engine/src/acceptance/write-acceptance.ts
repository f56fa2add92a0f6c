import type { Database } from "../database/open-database.ts";
import { onlyOnce } from "../idempotency/only-once.ts";
import { insertMessageToList } from "../store/audiences/insert-message-to-list.ts";
import { insertMessageToPeople } from "../store/filters/insert-message-to-people.ts";
import { insertMessage } from "../store/insert-message.ts";
import { inTransaction } from "../store/in-transaction.ts";
import { insertOpenMessage } from "../store/open-messages/insert-open-message.ts";
import type { Acceptance, Accepted } from "./acceptance.ts";

/**
 * Writes a message of any size, with its answer where it has a key, in one transaction. Throws `ReferenceInUseError`,
 * `IdempotencyKeyInUseError`, `IdempotencyKeyReusedError` and, for a list or a filter, `InvalidRequestError`.
 */
export function writeAcceptance(database: Database, projectId: string, acceptance: Acceptance): Promise<Accepted> {
  const { keyed } = acceptance;
  if (keyed === undefined) return insert(database, projectId, acceptance);
  return inTransaction(database, (transaction) =>
    onlyOnce(transaction, projectId, keyed, () => insert(transaction, projectId, acceptance), ({ message }) => message));
}

async function insert(database: Database, projectId: string, { message, deliveries, listId, filter, view }: Acceptance) {
  if (listId !== undefined) return { message: view(await insertMessageToList(database, projectId, message, listId)) };
  if (filter !== undefined) return { message: view(await insertMessageToPeople(database, projectId, message, filter)) };
  const insertOne = message.isOpen ? insertOpenMessage : insertMessage;
  return { message: view({ ...(await insertOne(database, projectId, message, deliveries)), recipients: deliveries.length }) };
}
