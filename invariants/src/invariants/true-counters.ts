import type { Found, Invariant } from "../invariant.ts";
import type { DeliveryRecord, MessageRecord } from "../records.ts";

/** I8. */
export const trueCounters: Invariant = {
  id: "I8",
  name: "counters equal counts",
  explanation: "The recipients of a message are the sum over its statuses, and each counter equals a count of its deliveries.",
  async check(index, _settings, found) {
    const messages = await index.messages();
    const counts = new Map<string, Counts>();
    for await (const delivery of index.records.deliveries) {
      const counted = counts.get(delivery.messageId) ?? new Counts();
      counts.set(delivery.messageId, counted);
      counted.add(delivery);
    }
    for (const message of messages.values()) compare(message, counts.get(message.id) ?? new Counts(), found);
    return messages.size;
  },
};

/** What one message's deliveries come to. */
class Counts {
  readonly statuses = new Map<string, number>();
  readonly outcomes = new Map<string, number>();
  duplicateContacts = 0;
  possibleDuplicates = 0;

  add({ status, outcome, succeeded, channel, duplicateContact, possibleDuplicate }: DeliveryRecord): void {
    increase(this.statuses, status);
    if (status === "final") increase(this.outcomes, outcomeKey({ outcome: outcome ?? "", succeeded: succeeded === true, channel: channel ?? "" }));
    if (duplicateContact) this.duplicateContacts += 1;
    if (possibleDuplicate) this.possibleDuplicates += 1;
  }
}

function compare({ id, status, completedAt, counters, outcomes }: MessageRecord, counts: Counts, found: Found): void {
  const { recipients, scheduled, held, pending, waiting, final } = counters;
  const differs = (name: string, counter: number, count: number) => {
    if (counter !== count) found(id, `its counter of ${name} is ${counter}, and there are ${count}`);
  };
  for (const [name, counter] of Object.entries(counters)) {
    if (counter < 0) found(id, `its counter of ${name} is ${counter}`);
  }
  differs("recipients", recipients, scheduled + held + pending + waiting + final);
  // Until a message is released it counts as scheduled what its rows call pending.
  differs("scheduled and pending deliveries", scheduled + pending, counts.statuses.get("pending") ?? 0);
  differs("held deliveries", held, counts.statuses.get("held") ?? 0);
  differs("waiting deliveries", waiting, counts.statuses.get("waiting") ?? 0);
  differs("final deliveries", final, counts.statuses.get("final") ?? 0);
  differs("duplicate contacts", counters.duplicateContacts, counts.duplicateContacts);
  differs("possible duplicates", counters.possibleDuplicates, counts.possibleDuplicates);
  const counted = new Map(outcomes.map((outcome) => [outcomeKey(outcome), outcome.count]));
  for (const key of new Set([...counted.keys(), ...counts.outcomes.keys()])) {
    differs(`outcomes ${key}`, counted.get(key) ?? 0, counts.outcomes.get(key) ?? 0);
  }
  const isOver = final === recipients;
  // One that is open may get more recipients, and one that was started without any is over as it likes.
  const isSettled = status !== "open" && recipients > 0;
  if (isSettled && isOver !== (completedAt !== null)) found(id, `has ${final} of ${recipients} outcomes, and ${completedAt === null ? "no time" : "a time"} of completion`);
  if (status === "completed" && !isOver) found(id, `is completed, and ${recipients - final} of its deliveries are not final`);
}

function outcomeKey({ outcome, succeeded, channel }: { readonly outcome: string; readonly succeeded: boolean; readonly channel: string }): string {
  return [outcome, succeeded ? "succeeded" : "not succeeded", channel].filter((part) => part !== "").join(", ");
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
