/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** A seeded source (mulberry32): the same seed gives the same series on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same items in another order whenever there are two or more of them. */
export function shuffle<Item>(items: readonly Item[], random: Random): Item[] {
  const shuffled = items
    .map((item) => ({ item, rank: random() }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ item }) => item);
  const unchanged = shuffled.every((item, index) => item === items[index]);
  return unchanged ? shuffled.reverse() : shuffled;
}
