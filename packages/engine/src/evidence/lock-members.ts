import type { Database } from "../database/open-database.ts";
import { lockDeliveries, type LockedDelivery } from "../store/lock-deliveries.ts";
import type { Merge } from "./merge-reports.ts";

/** A delivery that a merge brings news of. */
export interface MemberOfMerge {
  readonly merge: Merge;
  readonly delivery: LockedDelivery;
}

/** The deliveries of all merges, locked in one order; no two merges are about the same one. */
export async function lockMembers(transaction: Database, projectId: string, merges: readonly Merge[]): Promise<readonly MemberOfMerge[]> {
  const byDelivery = new Map(merges.flatMap((merge) =>
    merge.attempt.members.map((number) => [`${merge.attempt.messageId} ${number}`, merge] as const)));
  const wanted = merges.map(({ attempt }) => ({ messageId: attempt.messageId, numbers: attempt.members }));
  const deliveries = await lockDeliveries(transaction, projectId, wanted);
  return deliveries.map((delivery) => ({ merge: byDelivery.get(`${delivery.messageId} ${delivery.number}`)!, delivery }));
}
