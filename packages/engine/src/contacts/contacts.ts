import { InvalidRequestError } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { parseContactId, parseImportId } from "../ids.ts";
import { beginImport, readImport } from "../store/contact-imports.ts";
import { readContact, readContacts } from "../store/read-contacts.ts";
import type { Contacts } from "./contact-view.ts";

export function createContacts(context: EngineContext): Contacts {
  const { connection, accounts } = context;
  const accountIds = accounts.all.map(({ id }) => id);
  return {
    contacts: ({ cursor, limit, kind, account, address }) =>
      readContacts(
        connection,
        {
          limit,
          before: cursor === undefined ? undefined : parseContactId(cursor),
          kind,
          accountId: account,
          addresses: address === undefined ? undefined : formsOf(address),
        },
        accountIds,
      ),
    async contact(id) {
      const contactId = parseContactId(id);
      return contactId === undefined ? undefined : readContact(connection, contactId, accountIds);
    },
    async startImport(accountId) {
      const account = accounts.account(accountId);
      if (account === undefined) return undefined;
      if (account.services?.directory === undefined) {
        const detail = "the provider of this account lists nobody; contacts come from what people do";
        throw new InvalidRequestError([{ pointer: "", code: "no-directory", detail }]);
      }
      const view = await beginImport(connection, accountId);
      context.nudge("imports");
      return view;
    },
    async importOf(id) {
      const importId = parseImportId(id);
      return importId === undefined ? undefined : readImport(connection, importId);
    },
  };

  /** As given, and in the canonical form of every kind that it is an address of. */
  function formsOf(address: string): readonly string[] {
    const parsed = [...accounts.addressRules.values()].map((rule) => rule.parse(address));
    return [...new Set([address, ...parsed.flatMap((result) => (result.ok ? [result.address] : []))])];
  }
}
