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
  readonly #lanes: readonly Gathering<Acceptance, Accepted>[];

  /** `isEmbedded`: the database runs in this process and does one thing at a time. */
  constructor(connection: Kysely<unknown>, projectId: string, isEmbedded: boolean) {
    this.#connection = connection;
    this.#projectId = projectId;
    const write = (acceptances: readonly Acceptance[]) => retryOnConflict(() => writeTogether(connection, projectId, acceptances));
    this.#lanes = Array.from({ length: isEmbedded ? 1 : lanesOfServer }, () => new Gathering(write, maxBatch));
  }

  /** Resolves when it is committed. Throws what `writeAcceptance` throws. */
  write(acceptance: Acceptance): Promise<Accepted> {
    const isSmall = acceptance.listId === undefined && acceptance.filter === undefined && !acceptance.message.isOpen && acceptance.deliveries.length <= smallChunkSize;
    return isSmall ? this.#freestLane().add(acceptance) : retryOnConflict(() => writeAcceptance(this.#connection, this.#projectId, acceptance));
  }

  #freestLane(): Gathering<Acceptance, Accepted> {
    return this.#lanes.reduce((freest, lane) => (lane.unsettled < freest.unsettled ? lane : freest));
  }
}

/** Messages in one transaction: one statement of them holds an embedded database up for some milliseconds. */
const maxBatch = 100;

/** While a server writes what one lane brought, the next requests are read for the other. More gained nothing in the bench. */
const lanesOfServer = 2;
