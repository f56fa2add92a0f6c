import type { Adapter } from "@todoke/core";
import type { Database } from "../database/open-database.ts";
import type { KeptEvent } from "../inbound/keep-inbound-events.ts";
import { storableText } from "../storable-text.ts";
import { liftByOptIn } from "../store/suppressions/lift-suppressions.ts";
import { writeSuppressions } from "../store/suppressions/write-suppressions.ts";
import { learnedPurposes } from "./suppression.ts";

/**
 * What people said about further messages, in the order in which they said it. The events are new ones: a copy of a
 * stop that arrives after the person has come back stops nothing.
 */
export async function keepConsent(
  transaction: Database,
  projectId: string,
  accountId: string,
  adapters: readonly Adapter[],
  events: readonly KeptEvent[],
): Promise<void> {
  for (const { event } of events) {
    const { consent, addressKind, at } = event;
    const channel = adapters.find((adapter) => adapter.address.kind === addressKind)?.channel;
    if (consent === undefined || channel === undefined) continue;
    const about = { addressKind, address: storableText(event.address), channel, account: accountId, at };
    if (consent === "opt-in") await liftByOptIn(transaction, projectId, about);
    else {
      const reason = `they wrote ${storableText(event.providerCode)}`;
      await writeSuppressions(transaction, projectId, [{ ...about, source: "opt-out", purposes: learnedPurposes, reason }]);
    }
  }
}
