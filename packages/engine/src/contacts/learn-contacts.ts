import type { InboundEvent, InboundMessageEvent } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import { storableText } from "../storable-text.ts";
import { insertContacts } from "../store/insert-contacts.ts";
import { writeMembership, type MembershipChange } from "../store/write-membership.ts";

/**
 * Makes a contact of everybody whom an event came from and nobody knew, and keeps who is in which group. Copies of
 * events change nothing.
 */
export async function learnContacts(
  transaction: Database,
  projectId: string,
  accountId: string,
  events: readonly InboundEvent[],
): Promise<void> {
  const inbound = events.filter((event) => event.type === "inbound");
  const contacts = inbound.map(({ party = "person", addressKind, address, providerCode }) => ({
    kind: party,
    addressKind,
    address: storableText(address),
    source: storableText(providerCode),
  }));
  await insertContacts(transaction, projectId, accountId, contacts);
  await writeMembership(transaction, projectId, inbound.flatMap(changesIn));
}

function changesIn({ addressKind, address, joined = [], left = [], at }: InboundMessageEvent): readonly MembershipChange[] {
  const about = { addressKind, group: storableText(address), at };
  return [
    ...joined.map((member) => ({ ...about, member: storableText(member), present: true })),
    ...left.map((member) => ({ ...about, member: storableText(member), present: false })),
  ];
}
