import { setImmediate as everythingDone } from "node:timers/promises";
import { surroundWith, type Surroundings, type Timer } from "@todoke/engine";
import type { Chance } from "../chance.ts";
import { TimerQueue } from "./timer-queue.ts";

/**
 * Time that stands still while anything is being done, and jumps to the next timer when nothing is. The engine and PGlite
 * do all that they do in this process and without waiting for anything but timers and providers, so that whatever begins
 * at a moment has ended when the event loop turns.
 */
export class VirtualTime {
  readonly #startedAtMs: number;
  readonly #timers = new TimerQueue();
  /** Timers of an engine that is dead do not go off. */
  #life = 0;
  #nowMs: number;

  constructor(startsAt: Date) {
    this.#startedAtMs = startsAt.getTime();
    this.#nowMs = this.#startedAtMs;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  /** Calls back at a moment of this time, whatever becomes of the engine. */
  at(atMs: number, callback: () => void): void {
    this.#timers.add(Math.max(Math.ceil(atMs), this.#nowMs), callback);
  }

  /** Resolves in so many milliseconds for an engine that lives until then, and never for one that dies. */
  afterInThisLife(milliseconds: number): Promise<void> {
    const life = this.#life;
    return new Promise((resolve) => {
      this.at(this.#nowMs + milliseconds, () => {
        if (life === this.#life) resolve();
      });
    });
  }

  /**
   * Puts this process into this time, the engine by its surroundings and PGlite by the clock that it reads, until the
   * answer is called.
   */
  begin(chance: Chance): () => void {
    const realNow = Date.now;
    Date.now = () => this.#nowMs;
    surroundWith(this.#surroundings(chance));
    return () => {
      Date.now = realNow;
      surroundWith(undefined);
    };
  }

  /** Nothing that the engine waits for comes any more: it has died where it stood. */
  letEngineDie(): void {
    this.#life += 1;
  }

  /** Lets timers go off up to then, and waits for nothing that they begin. */
  jumpTo(atMs: number): void {
    while (this.#step(atMs));
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  /** Lets time pass until then. */
  async runUntil(atMs: number): Promise<void> {
    for (await everythingDone(); this.#step(atMs); ) await everythingDone();
    this.#nowMs = Math.max(this.#nowMs, atMs);
  }

  /** Lets as much time pass as `work` takes. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let isOver = false;
    const end = () => void (isOver = true);
    work.then(end, end);
    for (await everythingDone(); !isOver; await everythingDone()) {
      if (!this.#step(Number.POSITIVE_INFINITY)) throw new Error("it waits for something that no timer brings");
    }
    return work;
  }

  /** One timer goes off. */
  #step(untilMs: number): boolean {
    const timer = this.#timers.take(untilMs);
    if (timer === undefined) return false;
    this.#nowMs = timer.atMs;
    timer.callback!();
    return true;
  }

  #surroundings(chance: Chance): Surroundings {
    return {
      timeOfDayMs: () => this.#nowMs,
      monotonicMs: () => this.#nowMs - this.#startedAtMs,
      startTimer: (callback, inMs) => this.#startTimer(callback, inMs),
      randomBytes: (count) => chance.bytes(count),
    };
  }

  #startTimer(callback: () => void, inMs: number): Timer {
    const life = this.#life;
    // Whole milliseconds, which are all that PGlite's clock knows; never early.
    const timer = this.#timers.add(this.#nowMs + Math.max(1, Math.ceil(inMs)), () => {
      if (life === this.#life) callback();
    });
    return { close: () => void (timer.callback = undefined), unref() {} };
  }
}
