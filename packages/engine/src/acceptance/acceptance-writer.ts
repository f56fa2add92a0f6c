import type { Kysely } from "kysely";
import { Gathering } from "../gathering.ts";
import { retryOnConflict } from "../store/retry-on-conflict.ts";
import { smallChunkSize } from "../store/insert-message.ts";
import type { Acceptance, Accepted } from "./acceptance.ts";
import { writeAcceptance } from "./write-acceptance.ts";
import { writeTogether } from "./write-together.ts";

/** Writes accepted messages. Those to few people that arrive at the same time share a transaction. */
export class AcceptanceWriter {
  readonly #connection: Kysely<unknown>;
  readonly #projectId: string;
  readonly #small: Gathering<Acceptance, Accepted>;

  constructor(connection: Kysely<unknown>, projectId: string) {
    this.#connection = connection;
    this.#projectId = projectId;
    this.#small = new Gathering((acceptances) => retryOnConflict(() => writeTogether(connection, projectId, acceptances)), maxBatch);
  }

  /** Resolves when it is committed. Throws what `writeAcceptance` throws. */
  write(acceptance: Acceptance): Promise<Accepted> {
    const isSmall = acceptance.listId === undefined && acceptance.filter === undefined && !acceptance.message.isOpen && acceptance.deliveries.length <= smallChunkSize;
    return isSmall ? this.#small.add(acceptance) : retryOnConflict(() => writeAcceptance(this.#connection, this.#projectId, acceptance));
  }
}

/** Messages in one transaction: one statement of them holds an embedded database up for some milliseconds. */
const maxBatch = 100;
