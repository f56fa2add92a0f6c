import type { Clock } from "../clock.ts";
import type { CallbackPoster } from "./callback-poster.ts";
import type { CallbackStep } from "./callback-step.ts";
import { DueHeap } from "./due-heap.ts";

const longestTimerMs = 2 ** 31 - 1;

/** The steps that are left of one accepted call; its first step decides when it is due. */
interface Chain {
  readonly dueAt: number;
  readonly steps: readonly CallbackStep[];
}

/** Posts callbacks when they fall due on the simulator's clock; the steps of one call strictly one after another. */
export class CallbackQueue {
  readonly #clock: Clock;
  readonly #poster: CallbackPoster;
  readonly #heap = new DueHeap<Chain>();
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #timer: { readonly dueAt: number; readonly handle: NodeJS.Timeout } | undefined;
  #closed = false;

  constructor(clock: Clock, poster: CallbackPoster) {
    this.#clock = clock;
    this.#poster = poster;
  }

  schedule(steps: readonly CallbackStep[]): void {
    this.#enqueue(steps);
    this.#arm();
  }

  /** Posts all steps now, in order, whenever they would be due; resolves when the last was answered or given up. */
  async postNow(steps: readonly CallbackStep[]): Promise<void> {
    this.#underWay += 1;
    for (const step of steps) await this.#post(step);
    this.#finishOne();
  }

  /** To be called after the clock was advanced: starts what has fallen due and waits anew for the rest. */
  clockAdvanced(): void {
    clearTimeout(this.#timer?.handle);
    this.#timer = undefined;
    this.#flush();
  }

  /** Resolves when no callback is under way and none is due at the present clock. */
  settled(): Promise<void> {
    this.#flush();
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer?.handle);
    this.#heap.clear();
    await this.#poster.close();
  }

  #flush(): void {
    if (this.#closed) return;
    const now = this.#clock.now();
    while (this.#heap.top !== undefined && this.#heap.top.dueAt <= now) {
      const chain = this.#heap.take();
      if (chain !== undefined) void this.#run(chain);
    }
    this.#arm();
  }

  async #run(chain: Chain): Promise<void> {
    this.#underWay += 1;
    const [step, ...rest] = chain.steps;
    if (step !== undefined) await this.#post(step);
    this.#enqueue(rest);
    this.#finishOne();
  }

  #finishOne(): void {
    this.#underWay -= 1;
    this.#flush();
    if (this.#underWay === 0) this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  async #post(step: CallbackStep): Promise<void> {
    const callback = this.#closed ? undefined : step.build();
    if (callback === undefined) return;
    const result = await this.#poster.post(callback);
    this.#enqueue(callback.followUp?.(result) ?? []);
  }

  #enqueue(steps: readonly CallbackStep[]): void {
    const [next] = steps;
    if (next !== undefined && !this.#closed) this.#heap.add({ dueAt: next.dueAt, steps });
  }

  #arm(): void {
    const dueAt = this.#heap.top?.dueAt;
    if (dueAt === undefined || this.#closed || (this.#timer !== undefined && this.#timer.dueAt <= dueAt)) return;
    clearTimeout(this.#timer?.handle);
    const waitMs = Math.min(Math.max(dueAt - this.#clock.now(), 0), longestTimerMs);
    const handle = setTimeout(() => {
      this.#timer = undefined;
      this.#flush();
    }, waitMs);
    this.#timer = { dueAt, handle };
  }
}
