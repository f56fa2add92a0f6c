import type { ProviderAudiences } from "@todoke/core";
import type { EngineContext } from "../engine-context.ts";
import { readAddresses } from "../store/audiences/read-addresses.ts";
import type { PushRow } from "../store/audiences/push-rows.ts";

/** Addresses in one call: few enough to be held in memory beside the file that is made of them. */
const sliceSize = 200_000;

/** Addresses in one statement: an embedded database does not hold the process up for them. */
const pageSize = 10_000;

/** What goes to the provider next. */
export interface PushSlice {
  readonly ids: readonly string[];
  /** Of those that were read, how many the provider never takes. */
  readonly skipped: number;
  /** The last one that was read. */
  readonly last: string;
  readonly isLast: boolean;
}

/** Reads on from where the push stands. */
export async function readSlice(
  { connection, projectId }: EngineContext,
  { audience_id: audienceId, kind, last_address: after }: PushRow,
  service: ProviderAudiences,
): Promise<PushSlice> {
  const size = Math.min(service.limits.maxIds, sliceSize);
  const ids: string[] = [];
  let skipped = 0;
  let last = after;
  while (ids.length < size) {
    const limit = Math.min(pageSize, size - ids.length);
    const addresses = await readAddresses(connection, projectId, audienceId, kind, last, limit);
    const accepted = addresses.filter((address) => service.accepts(address));
    ids.push(...accepted);
    skipped += addresses.length - accepted.length;
    last = addresses.at(-1) ?? last;
    if (addresses.length < limit) return { ids, skipped, last, isLast: true };
  }
  return { ids, skipped, last, isLast: false };
}
