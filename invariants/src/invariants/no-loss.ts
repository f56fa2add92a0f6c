import type { Found, Invariant } from "../invariant.ts";
import type { DeliveryWithAttempts, RecordIndex } from "../record-index.ts";
import type { ChunkRecord, MessageRecord } from "../records.ts";
import type { InvariantSettings } from "../settings.ts";
import { deliveryId, iso } from "../subjects.ts";

/** I1. */
export const noLoss: Invariant = {
  id: "I1",
  name: "no loss",
  explanation: "Every recipient that was acknowledged has an outcome, or something will look at it in time.",
  async check(index, settings, found) {
    const messages = await index.messages();
    const chunks = await index.chunksByMessage();
    const rows = new Map<string, number>();
    let looked = 0;
    for await (const one of index.deliveries()) {
      const { messageId, status } = one.delivery;
      looked += 1;
      rows.set(messageId, (rows.get(messageId) ?? 0) + 1);
      if (status === "final") continue;
      const message = messages.get(messageId);
      if (message === undefined) found(deliveryId(one.delivery), "its message is gone");
      else checkLive(index, settings, found, message, one, chunks.get(messageId) ?? []);
    }
    for (const { id, counters } of messages.values()) {
      const count = rows.get(id) ?? 0;
      if (count !== counters.recipients) found(id, `${counters.recipients} recipients, and ${count} deliveries`);
    }
    return looked + (await checkPromised(index, found, messages));
  },
};

/** When a delivery without an outcome is next looked at; undefined: never. */
function nextLookAt(message: MessageRecord, { delivery, attempts }: DeliveryWithAttempts, chunks: readonly ChunkRecord[]): Date | undefined {
  const carrying = attempts.findLast(({ evidence, dueAt }) => dueAt !== null && (evidence === "sending" || evidence === "unknown"));
  const chunk = chunks.find(({ nextNumber, endNumber }) => nextNumber <= delivery.number && delivery.number < endNumber);
  return carrying?.dueAt ?? delivery.dueAt ?? (chunk && chunkLookAt(message, chunk, chunks)) ?? cancellationAt(message) ?? undefined;
}

/** A chunk without a time of its own comes after one that has one, or with its message. */
function chunkLookAt({ releaseAt }: MessageRecord, { dueAt }: ChunkRecord, chunks: readonly ChunkRecord[]): Date | undefined {
  return dueAt ?? chunks.find((other) => other.dueAt !== null)?.dueAt ?? releaseAt ?? undefined;
}

function cancellationAt({ status, releaseAt }: MessageRecord): Date | null {
  return status === "cancelled" ? releaseAt : null;
}

function checkLive(
  { records }: RecordIndex,
  { isOver, overdueAfterMs }: InvariantSettings,
  found: Found,
  message: MessageRecord,
  one: DeliveryWithAttempts,
  chunks: readonly ChunkRecord[],
): void {
  const subject = deliveryId(one.delivery);
  if (isOver) return found(subject, `is ${one.delivery.status} when everything should be over`);
  const at = nextLookAt(message, one, chunks);
  // Its caller has not said yet that it is complete, or that it may go on.
  if (at === undefined && (message.status === "open" || message.status === "paused")) return;
  if (at === undefined) return found(subject, `is ${one.delivery.status}, and nothing will ever look at it`);
  const overdueMs = records.readAt.getTime() - at.getTime();
  if (overdueMs > overdueAfterMs) found(subject, `should have been looked at by ${iso(at)}, ${Math.round(overdueMs / 1_000)} s ago`);
}

/** What callers were told is there. */
async function checkPromised(
  { records }: RecordIndex,
  found: Found,
  messages: ReadonlyMap<string, MessageRecord>,
): Promise<number> {
  let looked = 0;
  for await (const entry of records.client ?? []) {
    looked += 1;
    const message = messages.get(entry.messageId);
    if (message === undefined) found(entry.messageId, `was ${entry.type} at ${entry.at}, and is not there`);
    else if (entry.type === "accepted" && entry.recipients !== undefined && entry.recipients !== message.counters.recipients) {
      found(entry.messageId, `was accepted with ${entry.recipients} recipients, and has ${message.counters.recipients}`);
    }
  }
  return looked;
}
