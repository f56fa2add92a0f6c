/**
 * How long it takes from asking for turns to being able to use the first: asked for with this lead, none of them passes
 * unused. Follows what was seen, up at once and down slowly.
 */
export class Lead {
  #ms = 0;

  get ms(): number {
    return this.#ms;
  }

  learn(tookMs: number): void {
    const bounded = Math.min(mostMs, tookMs);
    this.#ms = bounded > this.#ms ? bounded : this.#ms + (bounded - this.#ms) * forgetting;
  }
}

/** Beyond this a machine is so busy that turns pass unused whatever is done, in milliseconds. */
const mostMs = 300;
/** How much of the way down is gone at each observation. */
const forgetting = 0.1;
