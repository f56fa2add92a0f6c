import { Gathering } from "../gathering.ts";
import { smallChunkSize } from "../store/insert-message.ts";
import { writeIntents, type CommittedIntents, type IntentPlace, type Intents } from "./write-intents.ts";

/** Writes intents. Those of messages to few people share a transaction where they come at the same time. */
export class IntentWriter {
  readonly #small: Gathering<Intents, CommittedIntents | undefined>;
  readonly #writeAlone: (intents: Intents) => Promise<CommittedIntents | undefined>;

  constructor(place: IntentPlace) {
    this.#small = new Gathering((all) => writeIntents(place, all), maxBatch);
    this.#writeAlone = async (intents) => (await writeIntents(place, [intents]))[0]!.value;
  }

  /** Resolves when they are committed; with undefined when their claim was lost, and then nothing was written. */
  write(intents: Intents): Promise<CommittedIntents | undefined> {
    const isSmall = "chunk" in intents.claim && intents.attempts.length + intents.changes.length <= smallChunkSize;
    return isSmall ? this.#small.add(intents) : this.#writeAlone(intents);
  }
}

/** Messages in one transaction. */
const maxBatch = 64;
