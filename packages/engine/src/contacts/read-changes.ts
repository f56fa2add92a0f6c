import type { Problem } from "@todoke/core";
import type { Accounts } from "../accounts.ts";
import { canonicalAddresses } from "../canonical-addresses.ts";
import { checkStatements } from "../consents/read-statements.ts";
import type { ContactChanges } from "./contact-changes.ts";

/** The changes with every address in its one form; what is wrong with them is reported. */
export function readChanges(changes: ContactChanges, accounts: Accounts, now: Date, problems: Problem[]): ContactChanges {
  const { addresses, consents = [] } = changes;
  checkStatements(consents, accounts, now, problems);
  if (addresses === undefined) return changes;
  const given = Object.entries(addresses);
  const taken = given.flatMap(([kind, address]) => (address === null ? [] : [[kind, address]]));
  const gone = given.flatMap(([kind, address]) => (address === null ? [[kind, null]] : []));
  const canonical = canonicalAddresses(Object.fromEntries(taken), accounts, "/addresses", problems);
  return { ...changes, addresses: { ...canonical, ...Object.fromEntries(gone) } };
}
