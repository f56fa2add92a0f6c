import { setTimeout as sleep } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { EngineLog } from "../engine.ts";
import type { SharedClock } from "../shared-clock.ts";
import { slowLane } from "../store/slow-lane.ts";
import { laneKey, type Lane } from "./lane.ts";
import { Lead } from "./lead.ts";
import { TurnSource, type Turns } from "./turns.ts";

/** How far ahead turns are given, in milliseconds. Whoever has few calls to make is let in before whoever has many. */
export const horizonMs = { many: 500, few: 1_000 } as const;

/** A call later than this part of its rate's time has lost its turn: with it, the calls of that time could be too many. */
const lateAfter = 0.05;

/** Keeps the calls of all processes within the rates of their providers. */
export class Pace {
  readonly #connection: Kysely<unknown>;
  readonly #log: EngineLog;
  readonly #turns: TurnSource;
  /** From asking for turns to having them. */
  readonly #asking = new Lead();
  /** From asking for turns to having written the intents that use them. */
  readonly preparing = new Lead();
  readonly #refusals = new Map<string, Refusals>();
  readonly #queued = new Map<string, number>();

  constructor(connection: Kysely<unknown>, clock: SharedClock, usedShare: number, log: EngineLog) {
    this.#connection = connection;
    this.#log = log;
    this.#turns = new TurnSource(connection, clock, usedShare);
  }

  /** Up to `count` turns within the horizon, for calls whose intents are still to be written. */
  take(lane: Lane, count: number, withinMs: number): Promise<Turns> {
    return this.#turns.take(lane, count, withinMs, this.preparing.ms);
  }

  /**
   * Resolves at the turn, `at`, or at another one where that has passed unused. Once more and no further: a machine on
   * which that one passes too is so busy that it does not reach the rate, and would never come to call.
   */
  async turn(lane: Lane, at: number | undefined, signal: AbortSignal): Promise<void> {
    if (at !== undefined) {
      await sleepUntil(at, signal);
      if (!isLate(lane, at)) return;
    }
    while (!signal.aborted) {
      const askedAt = performance.now();
      const { at: [turnAt], nextAt } = await this.#turns.take(lane, 1, horizonMs.few, this.#asking.ms);
      this.#asking.learn(performance.now() - askedAt);
      if (turnAt !== undefined) return sleepUntil(turnAt, signal);
      await sleepUntil(nextAt - horizonMs.few / 2, signal);
    }
  }

  /**
   * In how many milliseconds somebody without a turn should come again: shortly before their own would be, if everybody
   * who was sent away before them comes first.
   */
  queue(lane: Lane, { nextAt, apartMs }: Turns): number {
    const key = laneKey(lane);
    const at = Math.max(nextAt - horizonMs.many / 2, this.#queued.get(key) ?? 0);
    this.#queued.set(key, at + apartMs);
    return Math.max(0, at - performance.now());
  }

  /**
   * The provider refused a call to `address` for being too fast. Where one person alone is refused again and again it
   * is about them, whatever the provider's words, and the others keep their rate.
   */
  async slowDown(lane: Lane, address: string | undefined, retryAfterMs: number | undefined): Promise<void> {
    const refusals = this.#refusals.get(laneKey(lane)) ?? new Refusals();
    this.#refusals.set(laneKey(lane), refusals);
    if (address !== undefined && !refusals.isAboutMore(address, performance.now())) return;
    this.#log.warn({ account: lane.accountId, endpoint: lane.endpoint }, "the provider says that it is called too fast");
    await slowLane(this.#connection, lane.accountId, lane.endpoint, Math.min(retryAfterMs ?? pauseMs, maxPauseMs));
  }
}

/** Whether a turn has passed unused. */
function isLate({ limit }: Lane, turnAt: number): boolean {
  return performance.now() > turnAt + limit.perMs * lateAfter;
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
  const milliseconds = at - performance.now();
  if (milliseconds < 1 || signal.aborted) return;
  await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}
