import type { Kysely } from "kysely";
import { Gathering } from "../gathering.ts";
import { smallChunkSize } from "../store/insert-message.ts";
import { writeIntents, type CommittedIntents, type Intents } from "./write-intents.ts";

/** Writes intents. Those of messages to few people share a transaction where they come at the same time. */
export class IntentWriter {
  readonly #small: Gathering<Intents, CommittedIntents | undefined>;
  readonly #writeAlone: (intents: Intents) => Promise<CommittedIntents | undefined>;

  constructor(connection: Kysely<unknown>, leaseMs: number) {
    this.#small = new Gathering((all) => writeIntents(connection, all, leaseMs), maxBatch);
    this.#writeAlone = async (intents) => (await writeIntents(connection, [intents], leaseMs))[0]!.value;
  }

  /** Resolves when they are committed; with undefined when their claim was lost, and then nothing was written. */
  write(intents: Intents): Promise<CommittedIntents | undefined> {
    const isSmall = "chunk" in intents.claim && intents.attempts.length + intents.changes.length <= smallChunkSize;
    return isSmall ? this.#small.add(intents) : this.#writeAlone(intents);
  }
}

/** Messages in one transaction. */
const maxBatch = 64;
