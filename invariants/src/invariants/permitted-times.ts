import type { Found, Invariant } from "../invariant.ts";
import type { MatchedCall } from "../match-ledger.ts";
import { promisedByMessage, type Promised } from "../promised.ts";
import type { RecordIndex } from "../record-index.ts";
import type { AttemptRecord, DeliveryRecord, MessageRecord } from "../records.ts";
import type { InvariantSettings } from "../settings.ts";
import { deliveryId, iso } from "../subjects.ts";
import { isOpen } from "../window.ts";

/** I4. */
export const permittedTimes: Invariant = {
  id: "I4",
  name: "nothing at a forbidden time",
  explanation: "Nothing goes out early, late, outside its window, while paused, or after it was cancelled.",
  async check(index, settings, found) {
    const messages = await index.messages();
    const promises = await promisedByMessage(index.records.client ?? []);
    const calls = await callsByAttempt(index);
    let looked = 0;
    for await (const { delivery, attempts } of index.deliveries()) {
      const message = messages.get(delivery.messageId);
      if (message === undefined) continue;
      const about = { message, delivery, promised: promises.get(message.id), settings, found };
      for (const attempt of attempts) {
        looked += 1;
        checkStart(about, attempt);
        for (const call of calls.get(attempt) ?? []) checkCall(about, attempt, call);
      }
    }
    return looked;
  },
};

/** What a call to one person is held against. */
interface About {
  readonly message: MessageRecord;
  readonly delivery: DeliveryRecord;
  readonly promised: Promised | undefined;
  readonly settings: InvariantSettings;
  readonly found: Found;
}

async function callsByAttempt(index: RecordIndex): Promise<ReadonlyMap<AttemptRecord, readonly MatchedCall[]>> {
  const matched = (await index.calls()).filter(({ attempt }) => attempt !== undefined);
  return Map.groupBy(matched, ({ attempt }) => attempt!);
}

/** Calls that had begun may end after a pause or a cancellation; none may begin. */
function checkStart({ message, delivery, promised, settings: { slackMs }, found }: About, attempt: AttemptRecord): void {
  const startedMs = attempt.startedAt.getTime();
  const tell = (detail: string) => found(deliveryId(delivery), `${attempt.id} began at ${iso(startedMs)}: ${detail}`);
  const notBeforeMs = promised?.notBeforeMs(startedMs) ?? message.createdAt.getTime();
  if (startedMs < notBeforeMs - slackMs) tell(`not before ${iso(notBeforeMs)}`);
  const cancelledMs = promised?.cancelledAtMs(delivery.number);
  if (cancelledMs !== undefined && startedMs > cancelledMs + slackMs) tell(`it was cancelled at ${iso(cancelledMs)}`);
  const pausedMs = promised?.pausedSinceMs(startedMs);
  if (pausedMs !== undefined && startedMs > pausedMs + slackMs) tell(`it was paused at ${iso(pausedMs)}`);
}

function checkCall({ message, delivery, promised, settings: { slackMs }, found }: About, attempt: AttemptRecord, call: MatchedCall): void {
  const { atMs, isAccepted } = call;
  const tell = (detail: string) => found(deliveryId(delivery), `${attempt.id} went out at ${iso(atMs)}: ${detail}`);
  if (atMs < attempt.startedAt.getTime() - slackMs) tell(`its attempt began at ${iso(attempt.startedAt)}`);
  const endsMs = Math.min(endOf(message, attempt).getTime(), promised?.expiresAtMs ?? Infinity);
  if (atMs >= endsMs + slackMs) tell(`it had expired at ${iso(endsMs)}`);
  // What was accepted and failed later may still be cancelled.
  if (isAccepted && delivery.outcome === "cancelled" && attempt.evidence !== "failed") tell("its outcome is cancelled");
  const window = promised?.window ?? message.deliveryTimeWindow;
  if (window === null) return;
  const isOutside = [atMs - slackMs, atMs, atMs + slackMs].every((ms) => isOpen(window, delivery.timeZone, ms) === false);
  if (isOutside) tell(`outside of its window, ${window.from} to ${window.to} ${window.timeZone}`);
}

/** Under a sending speed limit validity runs from each delivery's own release. */
function endOf({ sendingSpeedLimit, validUntil, validityPeriodMs, expiresAt }: MessageRecord, { releasedAt }: AttemptRecord): Date {
  if (sendingSpeedLimit === null || releasedAt === null) return validUntil;
  const ends = new Date(releasedAt.getTime() + validityPeriodMs);
  return expiresAt !== null && expiresAt < ends ? expiresAt : ends;
}
