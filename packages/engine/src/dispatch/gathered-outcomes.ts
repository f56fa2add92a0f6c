import type { Outcome } from "./outcome-writer.ts";

/**
 * Outcomes that wait to be written, taken message by message in turn: those of a message to one person never stand behind the
 * thousands of a campaign. The outcomes of one message keep their order.
 */
export class GatheredOutcomes {
  /** The message whose turn it is comes first. */
  readonly #byMessage = new Map<string, Outcome[]>();
  #deliveries = 0;

  /** Deliveries that they move. */
  get deliveries(): number {
    return this.#deliveries;
  }

  get isEmpty(): boolean {
    return this.#byMessage.size === 0;
  }

  add(outcome: Outcome): void {
    const { messageId } = outcome.answer;
    const own = this.#byMessage.get(messageId);
    if (own === undefined) this.#byMessage.set(messageId, [outcome]);
    else own.push(outcome);
    this.#deliveries += outcome.changes.length;
  }

  /** So many outcomes that a write is worth its round trips, so few that it takes little memory. */
  takeBatch(): readonly Outcome[] {
    const batch: Outcome[] = [];
    let deliveries = 0;
    while (!this.isEmpty && batch.length < maxBatch && deliveries < deliveriesOfBatch) {
      const taken = this.#takeTurn(maxBatch - batch.length);
      deliveries += countDeliveries(taken);
      batch.push(...taken);
    }
    this.#deliveries -= deliveries;
    return batch;
  }

  /** What the first message may bring in at its turn; if it has more, it goes to the end of the line. */
  #takeTurn(most: number): readonly Outcome[] {
    const [messageId, own] = this.#byMessage.entries().next().value!;
    let deliveries = 0;
    const full = own.findIndex((outcome) => (deliveries += outcome.changes.length) >= deliveriesOfTurn);
    const taken = own.splice(0, Math.min(most, outcomesOfTurn, full === -1 ? own.length : full + 1));
    this.#byMessage.delete(messageId);
    if (own.length > 0) this.#byMessage.set(messageId, own);
    return taken;
  }
}

/** Of one write. */
const maxBatch = 500;
/** Deliveries that one write moves; the last outcome of a batch may bring in more, as one bulk call carries 500. */
const deliveriesOfBatch = 1_000;
/** A tenth of a write. */
const outcomesOfTurn = 50;
const deliveriesOfTurn = 100;

function countDeliveries(outcomes: readonly Outcome[]): number {
  return outcomes.reduce((sum, { changes }) => sum + changes.length, 0);
}
