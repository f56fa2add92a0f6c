import { IdempotencyKeyInUseError } from "./key-errors.ts";
import type { RequestKey } from "./keyed-requests-view.ts";

/**
 * The keys whose requests this process is carrying out. Locks in the database keep other processes out; this refuses a
 * repetition before it has cost anything.
 */
export class KeysInUse {
  readonly #names = new Set<string>();

  /** Throws `IdempotencyKeyInUseError` while other work of the key is under way. */
  async alone<Result>({ endpoint, key }: RequestKey, work: () => Promise<Result>): Promise<Result> {
    const name = `${endpoint} ${key}`;
    if (this.#names.has(name)) throw new IdempotencyKeyInUseError();
    this.#names.add(name);
    try {
      return await work();
    } finally {
      this.#names.delete(name);
    }
  }
}
