import type { Database } from "../database/open-database.ts";
import type { Outcome } from "../dispatch/outcome-writer.ts";
import { readRelatedAddresses } from "../store/caps/read-related-addresses.ts";
import { readUnsentDeliveries } from "../store/caps/read-unsent-deliveries.ts";
import { returnPlaces } from "../store/caps/return-places.ts";
import { holderOf } from "./digest.ts";
import type { PreparedCap } from "./frequency-cap.ts";
import { addressesIn, peopleOf } from "./known-caps.ts";

/**
 * Gives places back where nothing was sent: the call was refused, or never made, and no earlier attempt of the delivery
 * may have arrived. Where an answer was lost the place stays taken. Belongs into the transaction that writes the outcomes,
 * before it moves the deliveries.
 */
export async function returnUnusedPlaces(
  database: Database,
  projectId: string,
  caps: readonly PreparedCap[],
  outcomes: readonly Outcome[],
): Promise<void> {
  const refused = outcomes.filter(({ answer }) => answer.answer === "failed").flatMap(({ changes }) => changes);
  if (caps.length === 0 || refused.length === 0) return;
  const unsent = await readUnsentDeliveries(database, projectId, refused);
  if (unsent.length === 0) return;
  const related = await readRelatedAddresses(database, projectId, unsent.flatMap(({ addresses }) => addressesIn(addresses)));
  await returnPlaces(database, projectId, unsent.flatMap(({ messageId, number, addresses }) =>
    peopleOf(addresses, related).flatMap(({ person }) =>
      caps.map(({ name }) => ({ cap: name, person, holder: holderOf(messageId, number) })))));
}
