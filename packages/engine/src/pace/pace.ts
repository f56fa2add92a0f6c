import type { Kysely } from "kysely";
import type { EngineLog } from "../engine.ts";
import type { SharedClock } from "../shared-clock.ts";
import { slowLane } from "../store/slow-lane.ts";
import { monotonicMs, sleep } from "../surroundings.ts";
import { Distance } from "./distance.ts";
import { isCounted, laneKey, type Lane } from "./lane.ts";
import { Lead } from "./lead.ts";
import { TurnSource, type Turns } from "./turns.ts";

/**
 * A call later than this part of its rate's time has lost its turn: beside those of later turns it could be one too many.
 * Less than what `usedRateShare` leaves unused.
 */
const lateAfter = 0.05;

/** Until when a turn is of use, and how far ahead it may be taken. */
export interface TurnWish {
  readonly until: number;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

export interface PaceOptions {
  /** What part of a documented rate is used, above 0 and up to 1. */
  readonly usedShare: number;
  /** No other process uses the database. */
  readonly isAlone: boolean;
}

/** Keeps the calls of all processes within the rates of their providers. */
export class Pace {
  readonly #connection: Kysely<unknown>;
  readonly #projectId: string;
  readonly #log: EngineLog;
  readonly #turns: TurnSource;
  /** From asking for turns to having them. */
  readonly #asking = new Lead();
  /** From asking for turns to having written the intents that use them. */
  readonly preparing = new Lead();
  readonly #refusals = new Map<string, Refusals>();
  readonly #queued = new Map<string, number>();
  readonly #usedShare: number;
  /** Of a process that is the only one: late calls need no other turn, they only keep their distance from each other. */
  readonly #distance: Distance | undefined;

  constructor(connection: Kysely<unknown>, projectId: string, clock: SharedClock, log: EngineLog, { usedShare, isAlone }: PaceOptions) {
    this.#connection = connection;
    this.#projectId = projectId;
    this.#log = log;
    this.#usedShare = usedShare;
    this.#distance = isAlone ? new Distance() : undefined;
    this.#turns = new TurnSource(connection, projectId, clock, usedShare);
  }

  /** Up to `count` turns within the horizon, for calls whose intents are still to be written. */
  take(lane: Lane, count: number, withinMs: number): Promise<Turns> {
    return this.#turns.take(lane, count, withinMs, this.preparing.ms);
  }

  /**
   * Resolves at the turn, `at`, or at another one where that has passed unused, and answers which it is: undefined when
   * none was to be had before `until`. All on this machine's monotonic clock, in milliseconds; other turns are taken up to
   * `withinMs` ahead.
   */
  async turn(lane: Lane, at: number | undefined, { until, withinMs, signal }: TurnWish): Promise<number | undefined> {
    let turnAt = at !== undefined && this.hasMissed(lane, at) ? undefined : at;
    while (!signal.aborted) {
      turnAt ??= await this.#takeOne(lane, { until, withinMs, signal });
      if (turnAt === undefined || turnAt > until) return undefined;
      await sleepUntil(turnAt, signal);
      if (!this.hasMissed(lane, turnAt)) return turnAt;
      turnAt = undefined;
    }
    return monotonicMs();
  }

  /** Whether a turn has passed so long ago that a call in it would stand among those of later turns. */
  hasMissed({ limit }: Lane, turnAt: number): boolean {
    return this.#distance === undefined && monotonicMs() > turnAt + limit.perMs * lateAfter;
  }

  /** The last thing before a call in its turn. */
  async keepDistance(lane: Lane, signal: AbortSignal): Promise<void> {
    if (this.#distance === undefined || isCounted(lane.limit)) return;
    await sleepUntil(this.#distance.next(laneKey(lane), lane.limit.perMs / (lane.limit.requests * this.#usedShare)), signal);
  }

  async #takeOne(lane: Lane, { until, withinMs, signal }: TurnWish): Promise<number | undefined> {
    while (!signal.aborted && monotonicMs() < until) {
      const askedAt = monotonicMs();
      const { at: [turnAt], nextAt } = await this.#turns.take(lane, 1, withinMs, this.#asking.ms);
      this.#asking.learn(monotonicMs() - askedAt);
      if (turnAt !== undefined) return turnAt;
      if (nextAt > until) return undefined;
      await sleepUntil(nextAt - withinMs, signal);
    }
    return undefined;
  }

  /**
   * In how many milliseconds somebody without a turn should come again: when their own would be `aheadMs` away, if
   * everybody of their horizon who was sent away before them comes first.
   */
  queue(lane: Lane, { nextAt, apartMs }: Turns, aheadMs: number): number {
    const key = `${laneKey(lane)} ${aheadMs}`;
    const at = Math.max(nextAt - aheadMs, this.#queued.get(key) ?? 0);
    this.#queued.set(key, at + apartMs);
    return Math.max(0, at - monotonicMs());
  }

  /**
   * The provider refused a call to `address` for being too fast. Where one person alone is refused again and again it
   * is about them, whatever the provider's words, and the others keep their rate.
   */
  async slowDown(lane: Lane, address: string | undefined, retryAfterMs: number | undefined): Promise<void> {
    const refusals = this.#refusals.get(laneKey(lane)) ?? new Refusals();
    this.#refusals.set(laneKey(lane), refusals);
    if (address !== undefined && !refusals.isAboutMore(address, monotonicMs())) return;
    this.#log.warn({ account: lane.accountId, endpoint: lane.endpoint }, "the provider says that it is called too fast");
    await slowLane(this.#connection, this.#projectId, lane.accountId, lane.endpoint, Math.min(retryAfterMs ?? pauseMs, maxPauseMs));
  }
}

/** How long a lane rests after a refusal that says nothing of it, and at most; in milliseconds. */
const pauseMs = 1_000;
const maxPauseMs = 60_000;

/** Whom a lane's last refusals were about. */
class Refusals {
  #address: string | undefined;
  #at = Number.NEGATIVE_INFINITY;

  /** Whether somebody else was refused shortly before. */
  isAboutMore(address: string, now: number): boolean {
    const isMore = this.#address !== undefined && this.#address !== address && now - this.#at < togetherMs;
    this.#address = address;
    this.#at = now;
    return isMore;
  }
}

/** Refusals within this time of each other are of one cause, in milliseconds. */
const togetherMs = 10_000;

/** Resolves early when the signal is aborted. */
async function sleepUntil(at: number, signal: AbortSignal): Promise<void> {
  const milliseconds = at - monotonicMs();
  if (milliseconds < 1 || signal.aborted) return;
  await sleep(milliseconds, signal);
}
