import { CallSlots } from "../dispatch/call-slots.ts";
import type { PostResult } from "./post-webhook.ts";

/** Posts that are out at once. */
const mostOut = 8;
/** Posts that are claimed at once for a receiver that takes them quickly: the next go out while outcomes are written. */
const mostAhead = 64;
/** A receiver that answers within so many milliseconds is quick. */
const quickMs = 500;

/** What may be claimed for a receiver of which nothing is known. */
export const usualRoom = mostOut;

/** The posts of this process to one receiver. */
export class PostLane {
  readonly #slots = new CallSlots(mostOut);
  readonly #underWay = new Set<Promise<void>>();
  #isQuick = false;

  /** Posts that are claimed and not settled. */
  get underWay(): ReadonlySet<Promise<void>> {
    return this.#underWay;
  }

  /** How many more may be claimed. */
  get room(): number {
    return Math.max(0, (this.#isQuick ? mostAhead : usualRoom) - this.#underWay.size);
  }

  /** Takes in what is done about a claimed post, which must not reject. */
  add(working: Promise<void>): Promise<void> {
    const counted = working.finally(() => this.#underWay.delete(counted));
    this.#underWay.add(counted);
    return counted;
  }

  /** Posts as soon as there is room; undefined where it is late by then. Rejects with what the post throws. */
  post(isLate: () => boolean, post: () => Promise<PostResult>): Promise<PostResult | undefined> {
    return new Promise((resolve, reject) => {
      const out = async () => {
        try {
          const result = await post();
          this.#isQuick = result.failure === undefined && result.tookMs < quickMs;
          resolve(result);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      void this.#slots.startUnless(isLate, out).then((hasStarted) => hasStarted || resolve(undefined));
    });
  }
}
