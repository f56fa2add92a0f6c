import { monotonicMs } from "../surroundings.ts";

/** Keeps calls of one process apart that would come all at once, after something has held all of them up. */
export class Distance {
  readonly #nextAt = new Map<string, number>();

  /** When the next call of a lane may be made, on this machine's monotonic clock, in milliseconds. */
  next(lane: string, apartMs: number): number {
    const at = Math.max(monotonicMs(), this.#nextAt.get(lane) ?? 0);
    this.#nextAt.set(lane, at + apartMs);
    return at;
  }
}
