import { monotonicMs } from "../surroundings.ts";

/**
 * Messages whose next turns are not to be had for a moment. This process leaves their other chunks alone meanwhile: each
 * would be claimed for the few turns that have opened since.
 */
export class RestingMessages {
  readonly #until = new Map<string, number>();

  rest(messageId: string, forMs: number): void {
    this.#until.set(messageId, monotonicMs() + forMs);
  }

  /** Those that rest now. */
  ids(): readonly string[] {
    const now = monotonicMs();
    for (const [messageId, until] of this.#until) {
      if (until <= now) this.#until.delete(messageId);
    }
    return [...this.#until.keys()];
  }
}
