import type { Found, Invariant } from "../invariant.ts";
import type { CallbackRecord, ReportRecord } from "../log-records.ts";
import type { RecordIndex } from "../record-index.ts";
import type { Source } from "../records.ts";
import { deliveryId } from "../subjects.ts";

/** I7. */
export const eventsAndReports: Invariant = {
  id: "I7",
  name: "each event kept once, each outcome reported",
  explanation: "Every event that was taken from a provider is kept, and once; every outcome was reported, numbered without gaps.",
  async check(index, _settings, found) {
    const { callbacks, reports } = index.records;
    const numbered = await checkPositions(index, found);
    const taken = callbacks === undefined ? 0 : await checkEvents(index, callbacks, found);
    return numbered + taken + (reports === undefined ? 0 : await checkReports(index, reports, found));
  },
};

async function checkEvents({ records }: RecordIndex, callbacks: Source<CallbackRecord>, found: Found): Promise<number> {
  const kept = new Map<string, number>();
  const keep = (key: string) => kept.set(key, (kept.get(key) ?? 0) + 1);
  for await (const { accountId, eventId } of records.evidence) keep(`evidence ${accountId} ${eventId}`);
  for await (const { accountId, providerEventId } of records.inboundEvents) keep(`inbound ${accountId} ${providerEventId}`);
  const taken = new Set<string>();
  for await (const { kind, accountId, eventId } of callbacks) taken.add(`${kind} ${accountId} ${eventId}`);
  for (const key of taken) {
    if (!kept.has(key)) found(`event ${key}`, "was taken, and is not kept");
  }
  for (const [key, count] of kept) {
    if (count > 1) found(`event ${key}`, `is kept ${count} times`);
    // What we asked for ourselves was posted by nobody.
    if (!taken.has(key) && !/^evidence \S+ (reconcile|progress):/.test(key)) found(`event ${key}`, "is kept, and nobody posted it");
  }
  return taken.size;
}

/** Whoever reads on from a position meets every event: positions follow each other, from the oldest that is still kept. */
async function checkPositions({ records }: RecordIndex, found: Found): Promise<number> {
  const positions: number[] = [];
  for await (const { position } of records.inboundEvents) if (position !== null) positions.push(position);
  positions.sort((one, other) => one - other);
  for (const [place, position] of positions.entries()) {
    const before = positions[place - 1];
    if (before !== undefined && position !== before + 1) found(`inbound position ${position}`, `follows on position ${before}`);
  }
  return positions.length;
}

async function checkReports(index: RecordIndex, reports: Source<ReportRecord>, found: Found): Promise<number> {
  const byDelivery = new Map<string, { readonly sequences: Set<number>; isFinal: boolean }>();
  for await (const { deliveryId: id, sequence, isFinal } of reports) {
    const known = byDelivery.get(id) ?? { sequences: new Set(), isFinal: false };
    known.sequences.add(sequence);
    known.isFinal ||= isFinal;
    byDelivery.set(id, known);
  }
  for (const [id, { sequences }] of byDelivery) {
    const last = Math.max(...sequences);
    if (last !== sequences.size) found(id, `${sequences.size} reports arrived, and the last has number ${last}`);
  }
  for await (const delivery of index.records.deliveries) {
    const id = deliveryId(delivery);
    if (delivery.status === "final" && byDelivery.get(id)?.isFinal !== true) found(id, `is ${delivery.outcome}, and that was never reported`);
  }
  return byDelivery.size;
}
