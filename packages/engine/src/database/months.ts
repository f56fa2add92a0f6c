import type { Kysely } from "kysely";
import { monthAfter, monthAt } from "../calendar-month.ts";
import { addMonth, dropMonthTables, isLive, readMonths } from "./month-tables.ts";
import { timeOfDayMs } from "../surroundings.ts";
import type { OpenDatabase } from "./open-database.ts";

/**
 * The months for which deliveries, attempts, payloads and evidence have tables. A month is the UTC one in which a message
 * was taken in, named by its first day: `YYYY-MM-01`.
 */
export class Months {
  readonly #connection: Kysely<unknown>;
  readonly #isAlone: boolean;
  readonly #ready = new Map<string, Promise<void>>();
  #liveSince = "0001-01-01";

  constructor({ connection, soleProcess }: Pick<OpenDatabase, "connection" | "soleProcess">) {
    this.#connection = connection;
    this.#isAlone = soleProcess;
  }

  /** Nothing of earlier months is due: what is claimed need not be looked for there. */
  get liveSince(): string {
    return this.#liveSince;
  }

  /** Makes the month's tables unless they are there. Never inside a transaction: what is written next finds them. */
  ensure(month: string): Promise<void> {
    const known = this.#ready.get(month);
    if (known !== undefined) return known;
    const made = addMonth(this.#connection, month);
    this.#ready.set(month, made);
    made.catch(() => this.#ready.delete(month));
    return made;
  }

  /**
   * Makes tables ahead of time, and finds the oldest month with something to do. This month and the last always count as
   * such; in an earlier one that was done with, work that a very late report brings waits for the next look.
   */
  async look(): Promise<void> {
    // By this machine's clock, as ids are dated.
    const nowMs = timeOfDayMs();
    await this.ensure(monthAt(new Date(nowMs)));
    await this.ensure(monthAt(new Date(nowMs + aheadMs)));
    const lately = monthAt(new Date(nowMs - latelyMs));
    this.#liveSince = await this.#firstLive(lately);
  }

  /**
   * Drops months that ended at least `keptMonths` whole months ago, and gives them; `refused` are those in which something
   * is still to be done.
   */
  async dropEnded(now: Date, keptMonths: number): Promise<EndedMonths> {
    const dropped: string[] = [];
    const refused: string[] = [];
    for (const month of await readMonths(this.#connection)) {
      if (monthAfter(month, keptMonths + 1) > monthAt(now)) break;
      if (await isLive(this.#connection, month)) refused.push(month);
      else if (await dropMonthTables(this.#connection, month, this.#isAlone)) dropped.push(month);
    }
    dropped.forEach((month) => this.#ready.delete(month));
    return { dropped, refused };
  }

  /** The oldest that has tables. */
  async oldest(): Promise<string | undefined> {
    return (await readMonths(this.#connection))[0];
  }

  async #firstLive(lately: string): Promise<string> {
    for (const month of await readMonths(this.#connection)) {
      if (month >= lately || (await isLive(this.#connection, month))) return month;
    }
    return lately;
  }
}

/** What became of months that ended long enough ago. */
export interface EndedMonths {
  readonly dropped: readonly string[];
  readonly refused: readonly string[];
}

/** A week: whoever is down for so long at the turn of a month makes its tables with the first message. */
const aheadMs = 7 * 86_400_000;
/** 31 days: last month at the furthest. */
const latelyMs = 31 * 86_400_000;
