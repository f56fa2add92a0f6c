/** A callback and its moment. */
export interface QueuedTimer {
  readonly atMs: number;
  /** Of two timers at one moment the older goes off first. */
  readonly sequence: number;
  /** Undefined once it was called off. */
  callback: (() => void) | undefined;
}

/** Timers by the moment at which they go off: a binary heap. */
export class TimerQueue {
  #heap: QueuedTimer[] = [];
  #sequence = 0;

  add(atMs: number, callback: () => void): QueuedTimer {
    const timer: QueuedTimer = { atMs, sequence: (this.#sequence += 1), callback };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return timer;
  }

  /** Takes the next timer out, if it goes off by `untilMs`; those that were called off are passed over. */
  take(untilMs: number): QueuedTimer | undefined {
    for (;;) {
      const first = this.#heap[0];
      if (first === undefined || (first.callback !== undefined && first.atMs > untilMs)) return undefined;
      const last = this.#heap.pop()!;
      if (this.#heap.length > 0) {
        this.#heap[0] = last;
        this.#sink(0);
      }
      if (first.callback !== undefined) return first;
    }
  }

  #rise(index: number): void {
    const timer = this.#heap[index]!;
    while (index > 0) {
      const above = (index - 1) >> 1;
      if (isBefore(this.#heap[above]!, timer)) break;
      this.#heap[index] = this.#heap[above]!;
      index = above;
    }
    this.#heap[index] = timer;
  }

  #sink(index: number): void {
    const timer = this.#heap[index]!;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= this.#heap.length) break;
      const right = left + 1;
      const below = right < this.#heap.length && isBefore(this.#heap[right]!, this.#heap[left]!) ? right : left;
      if (isBefore(timer, this.#heap[below]!)) break;
      this.#heap[index] = this.#heap[below]!;
      index = below;
    }
    this.#heap[index] = timer;
  }
}

function isBefore(one: QueuedTimer, other: QueuedTimer): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.sequence < other.sequence);
}
