import type { Problem } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { formatContactId } from "../ids.ts";
import { writeConsents } from "../store/consents/write-consents.ts";
import { lockContactStates } from "../store/contacts/contact-states.ts";
import { writeContacts } from "../store/contacts/write-contacts.ts";
import { createUploads } from "../uploads/create-uploads.ts";
import type { Uploads } from "../uploads/upload-view.ts";
import { ContactBook, type ConflictingContact, type PutContact } from "./contact-book.ts";
import type { ContactChanges } from "./contact-changes.ts";
import { readChanges } from "./read-changes.ts";

/** Contacts as lines: each changes whom it leads to, or makes one, as `Contacts.store` does. */
export function createContactUploads(context: EngineContext): Uploads<ContactChanges> {
  const { accounts, clock, projectId } = context;
  return createUploads<ContactChanges, ContactChanges>(context, {
    kind: "contacts",
    read: (line, problems) => readChanges(line, accounts, clock.now(), problems),
    async write(transaction, lines) {
      const { states, withConsents } = await lockContactStates(transaction, projectId, lines);
      const book = new ContactBook(states, withConsents);
      const put = lines.map((changes) => book.put(changes, "upload"));
      await writeContacts(transaction, projectId, book.changed(), book.absorbed());
      const said = put.flatMap((result, index) => {
        const { consents: statements } = lines[index]!;
        return result.id === undefined || statements === undefined ? [] : [{ contactId: result.id, statements }];
      });
      await writeConsents(transaction, projectId, said, "upload");
      return { added: put.filter(({ isNew }) => isNew === true).length, refused: new Map(put.flatMap(refusalOf)) };
    },
  });
}

function refusalOf({ conflict, problem }: PutContact, index: number): readonly (readonly [number, readonly Problem[]])[] {
  if (problem !== undefined) return [[index, [problem]]];
  return conflict === undefined ? [] : [[index, conflict.map(conflictProblem)]];
}

function conflictProblem({ id, pointer }: ConflictingContact): Problem {
  return { pointer, code: "contact-conflict", detail: `leads to ${formatContactId(id)}, and the line must lead to one contact` };
}
