import type { Kysely } from "kysely";
import type { SharedClock } from "../shared-clock.ts";
import { openLane, type TakenTurns, type TurnRequest } from "../store/lane-turns.ts";
import { takeCountedTurns } from "../store/take-counted-turns.ts";
import { takeSpreadTurns } from "../store/take-spread-turns.ts";
import { monotonicMs } from "../surroundings.ts";
import { isCounted, laneKey, type Lane } from "./lane.ts";

/** Turns on one lane, on this machine's monotonic clock , in milliseconds. */
export interface Turns {
  /** Ascending; fewer than wanted where the horizon holds no more. */
  readonly at: readonly number[];
  /** When the first turn is that nobody has taken yet. */
  readonly nextAt: number;
  /** From one turn to the next; 0 where they are not spread. */
  readonly apartMs: number;
}

/** One wish for turns, waiting for its answer. */
interface Wish {
  readonly count: number;
  readonly leadMs: number;
  readonly resolve: (turns: Turns) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Takes turns from the database that all processes share. Wishes for one lane that come up while an answer is under way
 * are asked for together, first come first served.
 */
export class TurnSource {
  readonly #connection: Kysely<unknown>;
  readonly #projectId: string;
  readonly #clock: SharedClock;
  /** What part of a documented rate is used: the rest is for clocks, and for calls that took longer on their way. */
  readonly #usedShare: number;
  readonly #waiting = new Map<string, Wish[]>();
  readonly #opened = new Set<string>();

  constructor(connection: Kysely<unknown>, projectId: string, clock: SharedClock, usedShare: number) {
    this.#connection = connection;
    this.#projectId = projectId;
    this.#clock = clock;
    this.#usedShare = usedShare;
  }

  /** Up to `count` turns within `horizonMs`, the first no sooner than in `leadMs`. */
  take(lane: Lane, count: number, horizonMs: number, leadMs = 0): Promise<Turns> {
    return new Promise((resolve, reject) => {
      const key = `${laneKey(lane)} ${horizonMs}`;
      const wish = { count, leadMs, resolve, reject };
      const waiting = this.#waiting.get(key);
      if (waiting !== undefined) {
        waiting.push(wish);
        return;
      }
      this.#waiting.set(key, [wish]);
      void this.#serve(lane, key, horizonMs);
    });
  }

  async #serve(lane: Lane, key: string, horizonMs: number): Promise<void> {
    for (;;) {
      const wishes = this.#waiting.get(key)!;
      if (wishes.length === 0) break;
      this.#waiting.set(key, []);
      try {
        const count = wishes.reduce((sum, wish) => sum + wish.count, 0);
        const leadMs = Math.max(...wishes.map((wish) => wish.leadMs));
        const taken = await this.#ask(lane, { count, horizonMs, leadMs });
        // Not by when the answer came: on a busy machine it is long under way, and the turns would be late with it.
        share(wishes, taken, monotonicMs() - this.#clock.now().getTime());
      } catch (error) {
        for (const { reject } of wishes) reject(error);
      }
    }
    this.#waiting.delete(key);
  }

  async #ask({ accountId, endpoint, limit }: Lane, wanted: Omit<TurnRequest, "accountId" | "endpoint">): Promise<TakenTurns> {
    const key = `${accountId} ${endpoint}`;
    if (!this.#opened.has(key)) {
      await openLane(this.#connection, this.#projectId, accountId, endpoint);
      this.#opened.add(key);
    }
    const request: TurnRequest = { accountId, endpoint, ...wanted };
    const used = limit.requests * this.#usedShare;
    return isCounted(limit)
      ? takeCountedTurns(this.#connection, this.#projectId, request, { requests: Math.max(1, Math.floor(used)), perMs: limit.perMs })
      : takeSpreadTurns(this.#connection, this.#projectId, request, limit.perMs / used);
  }
}


/** `offset` is what takes a moment on the database's clock to this machine's monotonic one. */
function share(wishes: readonly Wish[], taken: TakenTurns, offset: number): void {
  const nextAt = taken.nextAt + offset;
  let given = 0;
  for (const { count, resolve } of wishes) {
    const length = Math.min(count, taken.count - given);
    const first = given;
    given += length;
    const at = Array.from({ length }, (_, index) => taken.firstAt + offset + (first + index) * taken.apartMs);
    resolve({ at, nextAt, apartMs: taken.apartMs });
  }
}
