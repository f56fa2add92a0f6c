import { InvalidRequestError, type Problem } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { formatContactId } from "../ids.ts";
import { writeConsents } from "../store/consents/write-consents.ts";
import { lockContactStates } from "../store/contacts/contact-states.ts";
import { writeContacts } from "../store/contacts/write-contacts.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { ContactBook, type PutContact } from "./contact-book.ts";
import type { ContactChanges } from "./contact-changes.ts";
import { ContactConflictError } from "./contact-conflict.ts";
import { readChanges } from "./read-changes.ts";

/** Gives the id of the contact that was made or changed. Throws as `Contacts.store` does. */
export async function storeContact(context: EngineContext, given: ContactChanges): Promise<string> {
  return (await put(context, soundChanges(context, given)))!;
}

/** False when there is no such contact. Throws as `Contacts.update` does. */
export async function updateContact(context: EngineContext, id: string, given: ContactChanges): Promise<boolean> {
  return (await put(context, soundChanges(context, given), id)) !== undefined;
}

function soundChanges({ accounts, clock }: EngineContext, given: ContactChanges): ContactChanges {
  const problems: Problem[] = [];
  const changes = readChanges(given, accounts, clock.now(), problems);
  if (problems.length > 0) throw new InvalidRequestError(problems);
  return changes;
}

/** Gives the contact's id; undefined where there is none of the id that was asked for. */
function put({ connection, projectId }: EngineContext, changes: ContactChanges, id?: string): Promise<string | undefined> {
  return retryOnConflict(() =>
    connection.transaction().execute(async (transaction) => {
      const { states, withConsents } = await lockContactStates(transaction, projectId, [changes], id === undefined ? [] : [id]);
      const book = new ContactBook(states, withConsents);
      if (id !== undefined && book.get(id) === undefined) return undefined;
      const done = idOf(book.put(changes, "api", id));
      await writeContacts(transaction, projectId, book.changed(), book.absorbed());
      await writeConsents(transaction, projectId, [{ contactId: done, statements: changes.consents ?? [] }], "api");
      return done;
    }),
  );
}

function idOf(result: PutContact): string {
  if (result.problem !== undefined) throw new InvalidRequestError([result.problem]);
  if (result.conflict === undefined) return result.id;
  throw new ContactConflictError(result.conflict.map(({ id }) => formatContactId(id)), result.conflict.map(({ pointer }) => pointer));
}
