import { InvalidRequestError } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { createErasures } from "../erasures/erasures.ts";
import { parseContactId, parseImportId } from "../ids.ts";
import { beginImport, readImport } from "../store/contact-imports.ts";
import { readConsentHistory } from "../store/consents/read-consents.ts";
import { readContact, readContacts } from "../store/read-contacts.ts";
import type { Contacts } from "./contact-view.ts";
import { createContactUploads } from "./contact-uploads.ts";
import { storeContact, updateContact } from "./store-contacts.ts";

export function createContacts(context: EngineContext): Contacts {
  const { connection, projectId, accounts } = context;
  const accountIds = accounts.all.map(({ id }) => id);
  return {
    contacts: ({ cursor, limit, kind, account, address, reference }) =>
      readContacts(
        connection,
        projectId,
        {
          limit,
          before: cursor === undefined ? undefined : parseContactId(cursor),
          kind,
          accountId: account,
          reference,
          addresses: address === undefined ? undefined : formsOf(address),
        },
        accountIds,
      ),
    async contact(id) {
      const contactId = parseContactId(id);
      return contactId === undefined ? undefined : readContact(connection, projectId, contactId, accountIds);
    },
    async store(changes) {
      const contact = await readContact(connection, projectId, await storeContact(context, changes), accountIds);
      return contact!;
    },
    async update(id, changes) {
      const contactId = parseContactId(id);
      if (contactId === undefined || !(await updateContact(context, contactId, changes))) return undefined;
      return readContact(connection, projectId, contactId, accountIds);
    },
    async consents(id, request) {
      const contactId = parseContactId(id);
      if (contactId === undefined || (await readContact(connection, projectId, contactId, accountIds)) === undefined) return undefined;
      return readConsentHistory(connection, projectId, contactId, request);
    },
    async startImport(accountId) {
      const account = accounts.account(accountId);
      if (account === undefined) return undefined;
      if (account.services?.directory === undefined) {
        const detail = "the provider of this account lists nobody; contacts come from what people do";
        throw new InvalidRequestError([{ pointer: "", code: "no-directory", detail }]);
      }
      const view = await beginImport(connection, projectId, accountId);
      context.nudge("imports");
      return view;
    },
    ...createErasures(context),
    uploads: createContactUploads(context),
    async importOf(id) {
      const importId = parseImportId(id);
      return importId === undefined ? undefined : readImport(connection, projectId, importId);
    },
  };

  /** As given, and in the canonical form of every kind that it is an address of. */
  function formsOf(address: string): readonly string[] {
    const parsed = [...accounts.addressRules.values()].map((rule) => rule.parse(address));
    return [...new Set([address, ...parsed.flatMap((result) => (result.ok ? [result.address] : []))])];
  }
}
