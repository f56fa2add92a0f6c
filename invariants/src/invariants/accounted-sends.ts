import { rankOf } from "../evidence-chain.ts";
import type { Found, Invariant } from "../invariant.ts";
import type { MatchedCall } from "../match-ledger.ts";
import { byMember, type RecordIndex, type Word } from "../record-index.ts";
import type { AttemptRecord } from "../records.ts";
import { deliveryId } from "../subjects.ts";

/** I2. */
export const accountedSends: Invariant = {
  id: "I2",
  name: "no unaccounted send",
  explanation: "Each accepted call belongs to one attempt, and whoever may get the same twice was marked before the second call.",
  async check(index, _settings, found) {
    if (index.records.ledger === undefined) return 0;
    const accepted = (await index.calls()).filter(({ isAccepted }) => isAccepted);
    const times = checkAccounted(accepted, found);
    const words = await index.words();
    for (const attempt of (await index.attempts()).values()) {
      const claims = rankOf(attempt.evidence) >= rankOf("accepted") && attempt.evidence !== "failed";
      if (claims && !times.has(attempt)) found(attempt.id, `is ${attempt.evidence}, and no provider accepted it`);
    }
    for (const attempt of times.keys()) {
      if (attempt.answer === "failed") found(attempt.id, "was accepted, and its answer is kept as a refusal");
    }
    checkDuplicates([...times.keys()], words, found);
    await checkMarks(index, found);
    return accepted.length;
  },
};

/** How often each attempt was accepted. */
function checkAccounted(accepted: readonly MatchedCall[], found: Found): ReadonlyMap<AttemptRecord, number> {
  const times = new Map<AttemptRecord, number>();
  for (const { entry, attempt } of accepted) {
    if (attempt === undefined) found(`ledger ${entry.sequence}`, "no attempt accounts for it");
    else times.set(attempt, (times.get(attempt) ?? 0) + 1);
  }
  for (const [attempt, count] of times) {
    if (count > 1) found(attempt.id, `was accepted ${count} times`);
  }
  return times;
}

/** Of several calls that reached one person on one channel, all but the first must be marked, or follow a failure. */
function checkDuplicates(attempts: readonly AttemptRecord[], words: ReadonlyMap<string, readonly Word[]>, found: Found): void {
  const byRoute = Map.groupBy(attempts, ({ messageId, channel }) => `${messageId} ${channel}`);
  for (const group of byRoute.values()) {
    if (group.length === 1) continue;
    const oldestFirst = group.toSorted((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
    for (const [number, sent] of byMember(oldestFirst)) {
      for (const [place, attempt] of sent.entries()) {
        const open = sent.slice(0, place).find((earlier) => !hadFailed(earlier, attempt.startedAt, words));
        if (open === undefined || attempt.possibleDuplicate) continue;
        found(deliveryId({ messageId: attempt.messageId, number }), `${attempt.id} repeats ${open.id} on ${attempt.channel} and is not marked`);
      }
    }
  }
}

/** Whether we knew by then that nobody gets this one. */
function hadFailed({ id }: AttemptRecord, by: Date, words: ReadonlyMap<string, readonly Word[]>): boolean {
  return (words.get(id) ?? []).some(({ evidence, at }) => evidence === "failed" && at !== null && at <= by);
}

/** A mark on an attempt is one on those that it carries. */
async function checkMarks(index: RecordIndex, found: Found): Promise<void> {
  for await (const { delivery, attempts } of index.deliveries()) {
    const marked = attempts.find(({ possibleDuplicate, answer }) => possibleDuplicate && answer !== null);
    if (marked !== undefined && !delivery.possibleDuplicate) found(deliveryId(delivery), `${marked.id} is marked as a possible duplicate, and the delivery is not`);
  }
}
