/** Bounds how many provider calls are under way at once. */
export class CallSlots {
  readonly #limit: number;
  readonly #waiting: (() => void)[] = [];
  readonly #urgent: (() => void)[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #taken = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Starts `call` as soon as there is room, an urgent one first, and resolves when it has started. It must not reject. */
  async start(call: () => Promise<void>, isUrgent = false): Promise<void> {
    await this.#take(isUrgent);
    this.#run(call);
  }

  /** The same, unless it has come too late by then: answers whether it has started. */
  async startUnless(isLate: () => boolean, call: () => Promise<void>, isUrgent = false): Promise<boolean> {
    await this.#take(isUrgent);
    if (isLate()) {
      this.#release();
      return false;
    }
    this.#run(call);
    return true;
  }

  /** Resolves when every call that has started is over. */
  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async #take(isUrgent: boolean): Promise<void> {
    const waiting = isUrgent ? this.#urgent : this.#waiting;
    if (this.#taken >= this.#limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else this.#taken += 1;
  }

  #run(call: () => Promise<void>): void {
    const running = call().finally(() => {
      this.#underWay.delete(running);
      this.#release();
    });
    this.#underWay.add(running);
  }

  /** A slot goes straight to whoever has waited longest, urgent ones first, so that it cannot be taken in between. */
  #release(): void {
    const next = this.#urgent.shift() ?? this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}
