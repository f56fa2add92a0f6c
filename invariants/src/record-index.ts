import { matchLedger, type MatchedCall } from "./match-ledger.ts";
import type { AttemptRecord, ChunkRecord, DeliveryRecord, MessageRecord, Records, Source } from "./records.ts";

/** What several checks look up, built when the first of them asks. Deliveries stay where they are. */
export class RecordIndex {
  readonly records: Records;
  #messages: Promise<ReadonlyMap<string, MessageRecord>> | undefined;
  #attempts: Promise<ReadonlyMap<string, AttemptRecord>> | undefined;
  #attemptsByMessage: Promise<ReadonlyMap<string, readonly AttemptRecord[]>> | undefined;
  #chunks: Promise<ReadonlyMap<string, readonly ChunkRecord[]>> | undefined;
  #words: Promise<ReadonlyMap<string, readonly Word[]>> | undefined;
  #calls: Promise<readonly MatchedCall[]> | undefined;

  constructor(records: Records) {
    this.records = records;
  }

  messages(): Promise<ReadonlyMap<string, MessageRecord>> {
    return (this.#messages ??= keyed(this.records.messages, ({ id }) => id));
  }

  attempts(): Promise<ReadonlyMap<string, AttemptRecord>> {
    return (this.#attempts ??= keyed(this.records.attempts, ({ id }) => id));
  }

  /** Oldest first. */
  attemptsByMessage(): Promise<ReadonlyMap<string, readonly AttemptRecord[]>> {
    return (this.#attemptsByMessage ??= this.attempts().then((attempts) =>
      Map.groupBy([...attempts.values()].toSorted(byStart), ({ messageId }) => messageId),
    ));
  }

  chunksByMessage(): Promise<ReadonlyMap<string, readonly ChunkRecord[]>> {
    return (this.#chunks ??= grouped(this.records.chunks, ({ messageId }) => messageId));
  }

  /** Everything that providers said of an attempt, by its id: their answer, and what they reported later. */
  words(): Promise<ReadonlyMap<string, readonly Word[]>> {
    return (this.#words ??= this.#gatherWords());
  }

  /** The ledger, each call with the attempt that accounts for it. */
  calls(): Promise<readonly MatchedCall[]> {
    return (this.#calls ??= this.attempts().then((attempts) => matchLedger(this.records.ledger ?? [], attempts)));
  }

  /** Every delivery with its attempts, oldest first. */
  async *deliveries(): AsyncGenerator<DeliveryWithAttempts> {
    const attempts = await this.attemptsByMessage();
    let messageId: string | undefined;
    let ofMessage: ReadonlyMap<number, readonly AttemptRecord[]> = new Map();
    for await (const delivery of this.records.deliveries) {
      if (delivery.messageId !== messageId) {
        messageId = delivery.messageId;
        ofMessage = byMember(attempts.get(messageId) ?? []);
      }
      yield { delivery, attempts: ofMessage.get(delivery.number) ?? [] };
    }
  }

  async #gatherWords(): Promise<ReadonlyMap<string, readonly Word[]>> {
    const words = new Map<string, Word[]>();
    const add = (attemptId: string, word: Word) => {
      const known = words.get(attemptId);
      if (known === undefined) words.set(attemptId, [word]);
      else known.push(word);
    };
    for (const { id, answer, answeredAt } of (await this.attempts()).values()) {
      if (answer !== null) add(id, { evidence: answer, at: answeredAt });
    }
    for await (const { attemptId, evidence, receivedAt } of this.records.evidence) {
      if (attemptId !== null) add(attemptId, { evidence, at: receivedAt });
    }
    return words;
  }
}

export interface DeliveryWithAttempts {
  readonly delivery: DeliveryRecord;
  readonly attempts: readonly AttemptRecord[];
}

/** What a provider said of an attempt, and when we knew. */
export interface Word {
  readonly evidence: string;
  readonly at: Date | null;
}

/** The attempts that carry each number, in the order given. */
export function byMember(attempts: readonly AttemptRecord[]): ReadonlyMap<number, readonly AttemptRecord[]> {
  const found = new Map<number, AttemptRecord[]>();
  for (const attempt of attempts) {
    for (const member of attempt.members) {
      const known = found.get(member);
      if (known === undefined) found.set(member, [attempt]);
      else known.push(attempt);
    }
  }
  return found;
}

function byStart(one: AttemptRecord, other: AttemptRecord): number {
  return one.startedAt.getTime() - other.startedAt.getTime() || (one.id < other.id ? -1 : 1);
}

async function keyed<Item>(source: Source<Item>, key: (item: Item) => string): Promise<ReadonlyMap<string, Item>> {
  const found = new Map<string, Item>();
  for await (const item of source) found.set(key(item), item);
  return found;
}

async function grouped<Item>(source: Source<Item>, key: (item: Item) => string): Promise<ReadonlyMap<string, readonly Item[]>> {
  const found = new Map<string, Item[]>();
  for await (const item of source) {
    const known = found.get(key(item));
    if (known === undefined) found.set(key(item), [item]);
    else known.push(item);
  }
  return found;
}
