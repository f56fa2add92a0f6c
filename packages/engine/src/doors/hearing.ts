import type { Kysely } from "kysely";
import { noteHearing, readDeafPeriod, type DeafPeriod } from "../store/hearing.ts";
import { monotonicMs } from "../surroundings.ts";

/** Nobody was there for longer than this: what providers posted meanwhile is lost, or comes late. In milliseconds. */
const longestGapMs = 10_000;

/**
 * Knows when no process was there to take what providers post. A process that is there says so every other second, in the
 * database: one that cannot, for a crash, a stop or a database that is gone, could have taken nothing either.
 */
export class Hearing {
  readonly #connection: Kysely<unknown>;
  #notedAt = Number.NEGATIVE_INFINITY;

  constructor(connection: Kysely<unknown>) {
    this.#connection = connection;
  }

  /** Says that this process is there. By its own clock it knows whether it was all along, whoever moves the database's. */
  async note(): Promise<number> {
    const at = monotonicMs();
    await noteHearing(this.#connection, { isBack: at - this.#notedAt > longestGapMs, longestGapMs });
    this.#notedAt = at;
    return 0;
  }

  /** The last deaf period of those that ended after a moment. */
  deafPeriodAfter(moment: Date): Promise<DeafPeriod | undefined> {
    return readDeafPeriod(this.#connection, moment);
  }
}
