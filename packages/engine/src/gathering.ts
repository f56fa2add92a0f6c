import { isDatabaseUnavailable } from "./database/unavailable.ts";

/**
 * Does for many together what is asked for one by one: whatever comes while earlier work is under way is done next, in one
 * go. So a thousand do not wait for a thousand round trips, and one that comes alone waits for nobody.
 */
export class Gathering<Item, Result> {
  readonly #work: GatheredWork<Item, Result>;
  readonly #largest: number;
  #gathered: Waiting<Item, Result>[] = [];
  #isWorking = false;
  #unsettled = 0;

  /** `largest` is how many are done in one go at most. */
  constructor(work: GatheredWork<Item, Result>, largest: number) {
    this.#work = work;
    this.#largest = largest;
  }

  /** How many were added and are not done. */
  get unsettled(): number {
    return this.#unsettled;
  }

  /** Resolves or rejects with what the work says of this one. */
  add(item: Item): Promise<Result> {
    this.#unsettled += 1;
    return new Promise((resolve, reject) => {
      this.#gathered.push({ item, resolve, reject });
      if (!this.#isWorking) void this.#workOnAll();
    });
  }

  async #workOnAll(): Promise<void> {
    this.#isWorking = true;
    // Those that are asked for at the same moment as the first belong to it.
    await Promise.resolve();
    while (this.#gathered.length > 0) {
      const batch = this.#gathered.splice(0, this.#largest);
      await this.#workOn(batch);
      this.#unsettled -= batch.length;
    }
    this.#isWorking = false;
  }

  /** Never rejects. One that cannot be done keeps no other from it; a database that is away befalls all alike. */
  async #workOn(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#work(batch.map(({ item }) => item));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const result = results[index]!;
        if (result.status === "fulfilled") resolve(result.value);
        else reject(result.reason);
      }
    } catch (error) {
      if (batch.length === 1 || isDatabaseUnavailable(error)) for (const { reject } of batch) reject(error);
      else for (const one of batch) await this.#workOn([one]);
    }
  }
}

/** Says for each item, in order, what became of it; rejects where nothing was done for any of them. */
export type GatheredWork<Item, Result> = (items: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

/** For work that does for all items what it does for one. */
export function fulfilled<Result>(value: Result): PromiseFulfilledResult<Result> {
  return { status: "fulfilled", value };
}

/** Gathers what is read for one by one, and read together: it succeeds for all or fails for all. */
export function gatherAll<Item, Result>(read: (items: readonly Item[]) => Promise<readonly Result[]>): Gathering<Item, Result> {
  return new Gathering(async (items) => (await read(items)).map((result) => fulfilled(result)), mostRead);
}

/** In one statement. */
const mostRead = 64;
