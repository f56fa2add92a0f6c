import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { fulfilled, Gathering } from "./gathering.ts";

class DatabaseError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

describe("gathered work", () => {
  /** Doubles numbers a moment later, and keeps what it was given. */
  function doubling(largest: number, refuse: (items: readonly number[]) => void = () => undefined) {
    const batches: (readonly number[])[] = [];
    const gathering = new Gathering<number, number>(async (items) => {
      batches.push(items);
      await sleep(1);
      refuse(items);
      return items.map((item) => (item < 0 ? { status: "rejected", reason: new RangeError("negative") } : fulfilled(2 * item)));
    }, largest);
    return { gathering, batches };
  }

  it("is done at once for one, and together for what comes meanwhile", async () => {
    const { gathering, batches } = doubling(10);
    const first = gathering.add(1);
    await sleep(0);
    const others = [2, 3, 4].map((item) => gathering.add(item));
    await expect(Promise.all([first, ...others])).resolves.toEqual([2, 4, 6, 8]);
    expect(batches).toEqual([[1], [2, 3, 4]]);
    await expect(gathering.add(5)).resolves.toBe(10);
  });

  it("says how many wait or are under way", async () => {
    const { gathering } = doubling(2);
    const all = [1, 2, 3].map((item) => gathering.add(item));
    expect(gathering.unsettled).toBe(3);
    await all[0];
    await sleep(0);
    expect(gathering.unsettled).toBe(1);
    await Promise.all(all);
    await sleep(0);
    expect(gathering.unsettled).toBe(0);
  });

  it("takes no more than so many in one go", async () => {
    const { gathering, batches } = doubling(2);
    await Promise.all([1, 2, 3, 4, 5].map((item) => gathering.add(item)));
    expect(batches).toEqual([[1, 2], [3, 4], [5]]);
  });

  it("rejects for one alone", async () => {
    const { gathering } = doubling(10);
    const results = await Promise.allSettled([1, -1, 3].map((item) => gathering.add(item)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  it.each([
    ["the database did not take a value", new DatabaseError("22P05")],
    ["one of them could not be understood", new TypeError("it makes no sense")],
  ])("is done again one by one where %s", async (_, error) => {
    const { gathering, batches } = doubling(10, (items) => {
      if (items.includes(2)) throw error;
    });
    const results = await Promise.allSettled([1, 2, 3].map((item) => gathering.add(item)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(batches).toEqual([[1, 2, 3], [1], [2], [3]]);
  });

  it("is not tried again where it failed for all alike, and goes on with what comes next", async () => {
    let isDown = true;
    const { gathering, batches } = doubling(10, () => {
      if (isDown) throw new DatabaseError("08006");
    });
    const results = await Promise.allSettled([1, 2].map((item) => gathering.add(item)));
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    await expect(gathering.add(3)).resolves.toBe(6);
    expect(batches).toEqual([[1, 2], [3]]);
  });
});
